using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Cps.Smime.Directories.Tests;

/// <summary>
/// OpenLDAP's server on loopback ports, with its data in a folder of the test. It starts when the first test asks for it, and is shared
/// by the tests of a class.
/// </summary>
public sealed class Slapd : IDisposable
{
    public const string Suffix = "o=exemple,c=fr";
    public const string Base = "ou=annuaire," + Suffix;
    public const string AdministratorDn = "cn=admin," + Suffix;
    public const string CappedDn = "cn=capped," + Suffix;

    private const string Modules = "/usr/lib/ldap";

    private readonly TempFolder _folder = new();
    private readonly TcpListener _elsewhere = new(IPAddress.Loopback, 0);
    private readonly Lazy<Process> _process;

    public Slapd() => _process = new Lazy<Process>(Start);

    public int Port { get; private set; }

    public int TlsPort { get; private set; }

    public string Url => $"ldap://127.0.0.1:{Port}";

    /// <summary>Where the server's referrals point: a listener that nobody should connect to.</summary>
    public string ElsewhereUrl => $"ldap://127.0.0.1:{((IPEndPoint)_elsewhere.LocalEndpoint).Port}/o=elsewhere";

    /// <summary>Whether anyone has followed a referral.</summary>
    public bool WasElsewhereContacted => _elsewhere.Pending();

    /// <summary>Starts the server if it is not running; skips the test when OpenLDAP is not installed.</summary>
    public void Require() => _ = _process.Value;

    public LdapDirectoryOptions Options() => new()
    {
        Host = "127.0.0.1",
        Port = Port,
        Tls = LdapTls.None,
        BaseDn = Base,
        ConnectTimeout = FakeServer.Guard,
        TotalTimeout = FakeServer.Guard,
    };

    public void Dispose()
    {
        if (_process.IsValueCreated)
        {
            _process.Value.Kill();
            _process.Value.WaitForExit();
            _process.Value.Dispose();
        }

        _elsewhere.Dispose();
        _folder.Dispose();
    }

    /// <summary>slapadd knows no version line; ldapadd does.</summary>
    public static string WithoutVersion(string ldif) => ldif["version: 1\n".Length..];

    private IEnumerable<LdifEntry> Data()
    {
        yield return new(Suffix, [new("objectClass", "organization"), new("o", "exemple")]);
        yield return Unit("annuaire", Suffix);
        yield return Unit("people", Base);
        yield return Unit("many", Base);
        yield return Unit("elsewhere", Suffix);
        yield return Person("Martin", "people", "dr.martin@exemple.fr",
            new("displayName", "Dr Hélène Martin"), new("mail", "h.martin@cabinet.exemple.fr"),
            new("userCertificate;binary", TestCertificates.Martin.Encoded), new("userCertificate;binary", TestCertificates.MartinLater.Encoded));
        yield return Person("Durand (*)", "people", "durand@exemple.fr",
            new LdifAttribute("userSMIMECertificate", TestCertificates.CertificatesOnly(Convert.FromHexString("300D300B060960864801650304012E"), TestCertificates.Durand)));
        yield return new($"cn=CA,{Base}",
        [
            new("objectClass", "applicationProcess"), new("objectClass", "pkiCA"), new("cn", "CA"), new("cACertificate;binary", TestCertificates.Authority.Certificate.Encoded),
        ]);
        yield return new(CappedDn, [new("objectClass", "applicationProcess"), new("objectClass", "simpleSecurityObject"), new("cn", "capped"), new("userPassword", "secret")]);
        yield return new($"ou=far,ou=elsewhere,{Suffix}", [new("objectClass", "referral"), new("objectClass", "extensibleObject"), new("ou", "far"), new("ref", ElsewhereUrl)]);
        for (int i = 0; i < 520; i++)
        {
            yield return Person(i.ToString(CultureInfo.InvariantCulture), "many", "everyone@exemple.fr");
        }
    }

    private static LdifEntry Unit(string name, string under) => new($"ou={name},{under}", [new("objectClass", "organizationalUnit"), new("ou", name)]);

    private static LdifEntry Person(string name, string unit, string mail, params LdifAttribute[] more) => new($"cn={name},ou={unit},{Base}",
        [new("objectClass", "inetOrgPerson"), new("cn", name), new("sn", name), new("mail", mail), .. more]);

    private Process Start()
    {
        string slapd = ForeignSoftware.Require("slapd", "slapd");
        string slapadd = ForeignSoftware.Require("slapadd", "slapd");
        _elsewhere.Start();
        (Port, TlsPort) = (FreePort(), FreePort());
        string configuration = WriteConfiguration();
        string data = _folder.Write("data.ldif", WithoutVersion(LdifWriterTests.Write(Data())));
        ForeignSoftware.Run(slapadd, ["-f", configuration, "-l", data]).Succeeded();
        Process process = Process.Start(new ProcessStartInfo(slapd, ["-f", configuration, "-h", $"{Url} ldaps://127.0.0.1:{TlsPort}", "-d", "0"])
        {
            RedirectStandardError = true,
        })!;
        WaitUntilReady(process);
        return process;
    }

    private string WriteConfiguration()
    {
        (string certificate, string key) = TestCertificates.Server("127.0.0.1");
        string database = Directory.CreateDirectory(_folder.File("db")).FullName;
        StringBuilder text = new();
        foreach (string schema in (string[])["core", "cosine", "inetorgperson"])
        {
            text.Append(CultureInfo.InvariantCulture, $"include /etc/ldap/schema/{schema}.schema\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"""
            modulepath {Modules}
            moduleload back_mdb
            pidfile {_folder.File("slapd.pid")}
            TLSCACertificateFile {_folder.Write("ca.pem", TestCertificates.Authority.Certificate.ToPem())}
            TLSCertificateFile {_folder.Write("server.pem", certificate)}
            TLSCertificateKeyFile {_folder.Write("server.key", key)}
            database mdb
            maxsize 67108864
            suffix "{Suffix}"
            rootdn "{AdministratorDn}"
            rootpw secret
            directory {database}
            index objectClass,mail eq
            sizelimit size.soft=200 size.hard=soft size.prtotal=unlimited
            limits dn.exact="{CappedDn}" size.soft=10 size.hard=10 size.pr=5

            """);
        return _folder.Write("slapd.conf", text.ToString());
    }

    private void WaitUntilReady(Process process)
    {
        Stopwatch waiting = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using TcpClient client = new();
                client.Connect(IPAddress.Loopback, TlsPort);
                return;
            }
            catch (SocketException) when (!process.HasExited && waiting.Elapsed < FakeServer.Guard)
            {
                Thread.Sleep(50);
            }
            catch (SocketException)
            {
                process.Kill();
                Assert.Fail("slapd does not start: " + (process.HasExited ? process.StandardError.ReadToEnd() : "it does not listen"));
            }
        }
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
