using Cps.Smime.TestPki;

namespace Cps.Smime.Tool.Tests;

/// <summary>A SoftHSM2 token that holds what a CPS card holds, and another with a confidentiality key; made by SoftHSM2's and OpenSC's own tools.</summary>
internal sealed class SoftHsm : IDisposable
{
    public const string Pin = "1234";
    private readonly TempFolder _folder = new();

    public SoftHsm()
    {
        Directory.CreateDirectory(_folder.File("tokens"));
        _folder.Write("softhsm2.conf", $"directories.tokendir = {_folder.File("tokens")}\nobjectstore.backend = file\nlog.level = ERROR\n");
        Add("CPS3v3-2900000001", Practice.Card.Signature, "CPS_PRIV_SIG", "Certificat de Signature CPS", "01");
        Add("Confidentialite", Practice.Recipient, "Confidentialite", "Certificat de Confidentialite", "02");
        PinFile = _folder.Write("pin", Pin + "\n");
        WrongPinFile = _folder.Write("wrong-pin", "9999\n");
    }

    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string> { ["SOFTHSM2_CONF"] = _folder.File("softhsm2.conf") };

    public string Module { get; } = ForeignSoftware.SoftHsm2Module();

    public string PinFile { get; }

    public string WrongPinFile { get; }

    public string Uri(string token, string? pinFile) =>
        $"pkcs11:token={token}?module-path={Module}" + (pinFile is null ? "" : $"&pin-source=file:{pinFile}");

    public void Dispose() => _folder.Dispose();

    private void Add(string token, TestCredential credential, string keyLabel, string certificateLabel, string id)
    {
        string util = ForeignSoftware.Require("softhsm2-util", "softhsm2");
        string tool = ForeignSoftware.Require("pkcs11-tool", "opensc");
        string key = _folder.Write("key.pem", credential.PrivateKey.ExportPkcs8PrivateKeyPem());
        string certificate = _folder.Write("certificate.der", credential.Certificate.Encoded.ToArray());
        Run(util, "--init-token", "--free", "--label", token, "--so-pin", "12345678", "--pin", Pin);
        Run(util, "--import", key, "--token", token, "--label", keyLabel, "--id", id, "--pin", Pin, "--no-public-key");
        Run(tool, "--module", Module, "--token-label", token, "--login", "--pin", Pin, "--write-object", certificate, "--type", "cert", "--label", certificateLabel, "--id", id);
    }

    private void Run(string program, params string[] arguments) => ForeignSoftware.Run(program, arguments, environment: Environment).Succeeded();
}
