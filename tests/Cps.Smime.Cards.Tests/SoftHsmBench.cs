using System.Runtime.InteropServices;
using System.Text;
using Cps.Smime.TestPki;

namespace Cps.Smime.Cards.Tests;

/// <summary>The four tokens in SoftHSM2, made once per run by its own tools and those of OpenSC, in a folder of their own.</summary>
public static class SoftHsmBench
{
    private static readonly Lazy<TempFolder> s_folder = new(Make);

    public static string Configuration => s_folder.Value.File("softhsm2.conf");

    public static IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string> { ["SOFTHSM2_CONF"] = Configuration };

    public static Pkcs11Module Open()
    {
        string module = ForeignSoftware.SoftHsm2Module();

        // Native code does not see what .NET sets in its copy of the environment.
        Assert.Equal(0, setenv(Text("SOFTHSM2_CONF"), Text(Configuration), 1));
        return Pkcs11Module.Load(module);
    }

    private static TempFolder Make()
    {
        TempFolder folder = new();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Dispose();
        Directory.CreateDirectory(folder.File("tokens"));
        folder.Write("softhsm2.conf", $"directories.tokendir = {folder.File("tokens")}\nobjectstore.backend = file\nlog.level = ERROR\n");
        Dictionary<string, string> environment = new() { ["SOFTHSM2_CONF"] = folder.File("softhsm2.conf") };
        Maker maker = new(folder, environment);
        foreach (string label in (string[])[TokenLabels.Cps, TokenLabels.Confidentiality, TokenLabels.Crowded, TokenLabels.EachUse])
        {
            maker.SoftHsm("--init-token", "--free", "--label", label, "--so-pin", TestKeys.SecurityOfficerPin, "--pin", TestKeys.Pin);
        }

        maker.Import(TokenLabels.Cps, TestKeys.Card.Authentication, "CPS_PRIV_AUT", "E828BD080F8025000001FF001002");
        maker.WriteCertificate(TokenLabels.Cps, TestKeys.Card.Authentication, "Certificat d'Authentification CPS", "E828BD080F8025000001FF001002");
        maker.Import(TokenLabels.Cps, TestKeys.Card.Signature, "CPS_PRIV_SIG", "E828BD080F8025000001FF001001");
        maker.WriteCertificate(TokenLabels.Cps, TestKeys.Card.Signature, "Certificat de Signature CPS", "E828BD080F8025000001FF001001");
        maker.Import(TokenLabels.Confidentiality, TestKeys.Confidentiality, "Confidentialite", "01");
        maker.WriteCertificate(TokenLabels.Confidentiality, TestKeys.Confidentiality, "Certificat de Confidentialite", "01");
        maker.WriteKeyForEachUse(TokenLabels.EachUse, TestKeys.Confidentiality, "01");
        maker.WriteCertificate(TokenLabels.EachUse, TestKeys.Confidentiality, "Certificat de Confidentialite", "01");
        foreach ((TestCredential credential, string label, byte id, bool withKey) in CrowdedToken.Content())
        {
            string hexId = Convert.ToHexString([id]);
            if (withKey)
            {
                maker.Import(TokenLabels.Crowded, credential, label, hexId);
            }

            maker.WriteCertificate(TokenLabels.Crowded, credential, label, hexId);
        }

        return folder;
    }

    private static byte[] Text(string text) => [.. Encoding.UTF8.GetBytes(text), 0];

    [DllImport("libc")]
    private static extern int setenv(byte[] name, byte[] value, int overwrite);

    private sealed class Maker(TempFolder folder, IReadOnlyDictionary<string, string> environment)
    {
        private readonly string _util = ForeignSoftware.Require("softhsm2-util", "softhsm2");
        private readonly string _tool = ForeignSoftware.Require("pkcs11-tool", "opensc");

        public void SoftHsm(params string[] arguments) => ForeignSoftware.Run(_util, arguments, environment: environment).Succeeded();

        public void Import(string token, TestCredential credential, string label, string id)
        {
            string file = folder.Write("key.pem", credential.PrivateKey.ExportPkcs8PrivateKeyPem());
            SoftHsm("--import", file, "--token", token, "--label", label, "--id", id, "--pin", TestKeys.Pin, "--no-public-key", "--force");
            File.Delete(file);
        }

        public void WriteCertificate(string token, TestCredential credential, string label, string id) => Write(
            token, credential.Certificate.Encoded.ToArray(), "--type", "cert", "--label", label, "--id", id);

        public void WriteKeyForEachUse(string token, TestCredential credential, string id) => Write(
            token, credential.PrivateKey.ExportRSAPrivateKey(), "--type", "privkey", "--label", "Confidentialite", "--id", id, "--always-auth",
            "--usage-sign", "--usage-decrypt");

        private void Write(string token, byte[] content, params string[] arguments)
        {
            string file = folder.Write("object.der", content);
            ForeignSoftware.Run(
                _tool,
                ["--module", ForeignSoftware.SoftHsm2Module(), "--token-label", token, "--login", "--pin", TestKeys.Pin, "--write-object", file, .. arguments],
                environment: environment).Succeeded();
            File.Delete(file);
        }
    }
}
