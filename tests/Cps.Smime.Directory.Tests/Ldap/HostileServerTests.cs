using System.Net.Sockets;
using System.Text;
using Cps.Smime.Certificates;

namespace Cps.Smime.Directories.Tests;

/// <summary>
/// Servers that are silent, slow, broken or hostile: each look-up ends by itself with this library's error and leaves no connection open.
/// The only clock is the guard of a minute around each test.
/// </summary>
public sealed class HostileServerTests
{
    private static readonly EmailAddress s_address = EmailAddress.Parse("dr.martin@exemple.fr");
    private static readonly byte[] s_entry = LdapReply.Entry(2, "cn=Martin", ("mail", "dr.martin@exemple.fr"u8.ToArray()));

    [Fact]
    public async Task A_server_that_accepts_and_stays_silent_is_unavailable() =>
        await FailsAsync(new FakeServer(_ => Task.CompletedTask), CpsErrorCode.DirectoryUnavailable, "did not answer within 0.3 s");

    [Fact]
    public async Task A_server_that_is_silent_after_the_bind_is_unavailable() =>
        await FailsAsync(FakeServer.AnsweringSearch(), CpsErrorCode.DirectoryUnavailable, "did not answer within 0.3 s");

    [Fact]
    public async Task A_server_that_sends_one_byte_at_a_time_for_ever_is_unavailable() => await FailsAsync(
        new FakeServer(async stream =>
        {
            await stream.WriteAsync(new byte[] { 0x30, 0x84, 0x00, 0x00, 0xFF, 0xFF });
            while (true)
            {
                await stream.WriteAsync(new byte[] { 0 });
                await Task.Delay(20);
            }
        }),
        CpsErrorCode.DirectoryUnavailable,
        "did not answer within 0.3 s");

    [Fact]
    public async Task A_server_that_sends_entries_for_ever_gives_a_partial_answer() =>
        Assert.True((await FindAsync(EndlessEntries(), o => o with { TotalTimeout = FakeServer.Guard })).IsPartial);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_server_may_stall_or_close_at_any_byte_of_its_answers(bool closes)
    {
        byte[] bind = LdapReply.Bind(1);
        byte[] rest = [.. s_entry, .. LdapReply.Done(2)];
        int whole = bind.Length + rest.Length;
        FakeServer Server(int length) => new(async stream =>
        {
            await FakeServer.ReadRequestAsync(stream);
            await stream.WriteAsync(bind.AsMemory(0, Math.Min(length, bind.Length)));
            if (length > bind.Length)
            {
                await FakeServer.ReadRequestAsync(stream);
                await stream.WriteAsync(rest.AsMemory(0, length - bind.Length));
            }

            if (closes && length < whole)
            {
                stream.Close();
            }
        });

        Task[] lookups = [.. Enumerable.Range(0, whole).Select(async n => await FailsAsync(Server(n), CpsErrorCode.DirectoryUnavailable, ""))];
        await Task.WhenAll(lookups).WaitAsync(FakeServer.Guard);
        Assert.Single((await FindAsync(Server(whole))).Entries);
    }

    [Fact]
    public async Task A_huge_length_is_refused_before_anything_is_allocated() => await FailsAsync(
        new FakeServer(async stream => await stream.WriteAsync(new byte[] { 0x30, 0x84, 0x7F, 0xFF, 0xFF, 0xFF, 0x02 })),
        CpsErrorCode.LimitExceeded,
        "a message larger than 1048576 bytes",
        o => o with { TotalTimeout = FakeServer.Guard });

    [Theory]
    [InlineData("garbage", "485454502F312E31203430302042616420526571756573740D0A", CpsErrorCode.DirectoryAnswer)]
    [InlineData("indefinite length", "30800201010A0100", CpsErrorCode.DirectoryAnswer)]
    [InlineData("indefinite length within", "300C020101618004000400000000", CpsErrorCode.DirectoryAnswer)]
    [InlineData("five octets of length", "3085000000000102", CpsErrorCode.DirectoryAnswer)]
    [InlineData("an empty message", "3000", CpsErrorCode.DirectoryAnswer)]
    [InlineData("an end in the middle", "30030201", CpsErrorCode.DirectoryUnavailable)]
    [InlineData("an inner length beyond the outer", "300C02010161080A010004000400", CpsErrorCode.DirectoryAnswer)]
    [InlineData("a constructed string", "300C02010161070A010024000400", CpsErrorCode.DirectoryAnswer)]
    [InlineData("no result code", "300C020101610704010004000400", CpsErrorCode.DirectoryAnswer)]
    [InlineData("a result code of five octets", "3010020101610B0A05000000000004000400", CpsErrorCode.DirectoryAnswer)]
    [InlineData("a negative result code", "300C02010161070A01FF04000400", CpsErrorCode.DirectoryAnswer)]
    [InlineData("a search result instead of a bind response", "300C02010165070A010004000400", CpsErrorCode.DirectoryAnswer)]
    [InlineData("another message's number", "300C02010961070A010004000400", CpsErrorCode.DirectoryAnswer)]
    [InlineData("a negative number", "300C0201FF61070A010004000400", CpsErrorCode.DirectoryAnswer)]
    [InlineData("a number of nine octets", "30140209010000000000000001" + "61070A010004000400", CpsErrorCode.DirectoryAnswer)]
    [InlineData("number 0 without a notice", "300C02010061070A010004000400", CpsErrorCode.DirectoryAnswer)]
    public async Task Bytes_that_are_no_answer_are_refused(string what, string hex, CpsErrorCode code)
    {
        FakeServer server = new(async stream =>
        {
            await FakeServer.ReadRequestAsync(stream);
            await stream.WriteAsync(Convert.FromHexString(hex));
            stream.Socket.Shutdown(SocketShutdown.Send);
        });

        TestContext.Current.TestOutputHelper?.WriteLine(what);
        await FailsAsync(server, code, "", o => o with { TotalTimeout = FakeServer.Guard });
    }

    [Fact]
    public async Task Deep_nesting_is_refused()
    {
        byte[] nested = [];
        while (nested.Length < 60_000)
        {
            nested = [0x30, 0x83, (byte)(nested.Length >> 16), (byte)(nested.Length >> 8), (byte)nested.Length, .. nested];
        }

        await FailsAsync(FakeServer.AnsweringSearch(nested), CpsErrorCode.DirectoryAnswer, "not LDAP", o => o with { TotalTimeout = FakeServer.Guard });
    }

    [Fact]
    public async Task A_notice_of_disconnection_is_told_with_its_code()
    {
        DirectoryException error = await FailsAsync(
            FakeServer.AnsweringSearch(LdapReply.Extended(0, 52, "1.3.6.1.4.1.1466.20036")),
            CpsErrorCode.DirectoryUnavailable,
            "ends the connection (Unavailable)",
            o => o with { TotalTimeout = FakeServer.Guard });

        Assert.Equal(LdapResultCode.Unavailable, error.ResultCode);
        Assert.True(error.IsTransient);
    }

    [Fact]
    public async Task Any_random_answer_gives_an_error_or_an_answer_and_nothing_else()
    {
        int seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        Random random = new(seed);
        byte[] good = [.. s_entry, .. LdapReply.Done(2)];
        byte[][] altered = [.. Enumerable.Range(0, 300).Select(_ =>
        {
            byte[] copy = [.. good];
            for (int i = random.Next(1, 4); i > 0; i--)
            {
                copy[random.Next(copy.Length)] = (byte)random.Next(256);
            }

            return copy;
        })];

        foreach (byte[] bytes in altered)
        {
            LdapConnection connection = new(new MemoryStream(bytes), "fake", 1024 * 1024);
            try
            {
                LdapMessage message = await connection.ReceiveAsync(2, TestContext.Current.CancellationToken);
                if (message.Is(LdapTags.SearchResultEntry))
                {
                    SearchResultEntry.Read(message, 10, 1000, []);
                }
            }
            catch (Exception e)
            {
                Assert.True(LdapErrors.Translate("fake", e) is not null, $"{e}");
            }
        }
    }

    [Fact]
    public async Task More_entries_than_the_limit_make_a_partial_answer_of_exactly_the_limit()
    {
        byte[][] entries = [.. Enumerable.Range(0, 7).Select(i => LdapReply.Entry(2, $"cn={i}"))];

        DirectoryAnswer answer = await FindAsync(FakeServer.AnsweringSearch([.. entries, LdapReply.Done(2)]), o => o with { MaximumEntries = 5 });

        Assert.Equal(["cn=0", "cn=1", "cn=2", "cn=3", "cn=4"], answer.Entries.Select(e => e.Name));
        Assert.True(answer.IsPartial);
    }

    [Fact]
    public async Task A_server_that_finds_every_request_too_much_is_asked_twice_and_no_more()
    {
        DirectoryException error = await FailsAsync(
            FakeServer.AnsweringSearch(LdapReply.Done(2, 11), LdapReply.Done(3, 11)),
            CpsErrorCode.DirectoryAnswer,
            "refused the search: AdminLimitExceeded (11)",
            o => o with { TotalTimeout = FakeServer.Guard });

        Assert.Equal(LdapResultCode.AdminLimitExceeded, error.ResultCode);
    }

    [Fact]
    public async Task A_limit_of_the_server_after_some_entries_makes_a_partial_answer()
    {
        foreach (int code in (int[])[3, 4, 11])
        {
            DirectoryAnswer answer = await FindAsync(FakeServer.AnsweringSearch(s_entry, LdapReply.Done(2, code)));

            Assert.Equal((1, true), (answer.Entries.Count, answer.IsPartial));
        }
    }

    [Fact]
    public async Task A_reference_with_control_characters_is_told_plainly_and_a_busy_server_is_transient()
    {
        DirectoryAnswer answer = await FindAsync(FakeServer.AnsweringSearch(LdapReply.Reference(2, "ldap://a/\u001b[2J"), LdapReply.Done(2)));
        DirectoryException busy = await FailsAsync(
            FakeServer.AnsweringSearch(LdapReply.Done(2, 51, "later\r\n")),
            CpsErrorCode.DirectoryUnavailable,
            "\"later\uFFFD\uFFFD\"",
            o => o with { TotalTimeout = FakeServer.Guard });

        Assert.Equal(["a referral was not followed: ldap://a/\uFFFD[2J"], answer.Problems);
        Assert.True(busy.IsTransient);
    }

    [Fact]
    public async Task More_bytes_than_the_limit_make_a_partial_answer()
    {
        byte[] large = LdapReply.Entry(2, "cn=large", ("description", new byte[3000]));

        DirectoryAnswer answer = await FindAsync(FakeServer.AnsweringSearch(large, large, large, LdapReply.Done(2)), o => o with { MaximumBytes = 5000 });

        Assert.True(answer.IsPartial);
        Assert.Equal(2, answer.Entries.Count);
        Assert.Equal(["the directory sent more than 5000 bytes, the rest was not read"], answer.Problems);
    }

    [Fact]
    public async Task A_value_too_large_and_values_too_many_are_passed_over_with_a_reason()
    {
        byte[] large = LdapReply.Entry(2, "cn=large", ("userCertificate;binary", new byte[3000]), ("mail", "a@exemple.fr"u8.ToArray()));
        byte[] many = LdapReply.Entry(2, "cn=many", [.. Enumerable.Range(0, 5).Select(i => ("mail", Encoding.ASCII.GetBytes($"p{i}@exemple.fr")))]);

        DirectoryAnswer answer = await FindAsync(FakeServer.AnsweringSearch(large, many, LdapReply.Done(2)), o => o with { MaximumValueBytes = 2000, MaximumValues = 3 });

        Assert.Equal([["a@exemple.fr"], ["p0@exemple.fr", "p1@exemple.fr", "p2@exemple.fr"]], answer.Entries.Select(e => e.Addresses));
        Assert.Equal(
            ["cn=large: a value of userCertificate;binary larger than 2000 bytes was passed over", "cn=many: more than 3 values, the others were passed over"],
            answer.Problems);
    }

    [Fact]
    public async Task A_server_without_TLS_is_never_spoken_to_in_clear()
    {
        List<byte> heard = [];
        FakeServer server = new(async stream =>
        {
            heard.AddRange(await FakeServer.ReadRequestAsync(stream));
            await stream.WriteAsync(LdapReply.Extended(1, 2));
            byte[] rest = new byte[1000];
            heard.AddRange(rest.AsSpan(0, await stream.ReadAsync(rest)).ToArray());
        });

        DirectoryException error = await FailsAsync(server, CpsErrorCode.DirectoryAnswer, "refused the StartTLS",
            o => o with { Tls = LdapTls.StartTls, Anchors = new TrustAnchors([TestCertificates.Authority.Certificate]), TotalTimeout = FakeServer.Guard });

        Assert.Equal(LdapResultCode.ProtocolError, error.ResultCode);
        Assert.Equal("301D02010177188016312E332E362E312E342E312E313436362E3230303337", Convert.ToHexString([.. heard]));
    }

    [Theory]
    [InlineData(LdapTls.Ldaps)]
    [InlineData(LdapTls.StartTls)]
    public async Task A_server_that_stalls_in_the_TLS_handshake_is_unavailable(LdapTls tls) => await FailsAsync(
        new FakeServer(async stream =>
        {
            if (tls == LdapTls.StartTls)
            {
                await FakeServer.ReadRequestAsync(stream);
                await stream.WriteAsync(LdapReply.Extended(1));
            }
        }),
        CpsErrorCode.DirectoryUnavailable,
        "did not answer within 0.3 s",
        o => o with { Tls = tls, Anchors = new TrustAnchors([TestCertificates.Authority.Certificate]), ConnectTimeout = TimeSpan.FromMilliseconds(300), TotalTimeout = FakeServer.Guard });

    [Fact]
    public async Task Cancelling_ends_a_lookup_that_waits_for_a_silent_server()
    {
        await using FakeServer server = new(_ => Task.CompletedTask);
        LdapDirectory directory = new(Options(server) with { ConnectTimeout = FakeServer.Guard, TotalTimeout = FakeServer.Guard });
        using CancellationTokenSource cancel = new();

        Task<DirectoryAnswer> lookup = directory.FindAsync(s_address, cancel.Token).AsTask();
        cancel.CancelAfter(100);

        OperationCanceledException error = await Assert.ThrowsAsync<OperationCanceledException>(() => lookup.WaitAsync(FakeServer.Guard));
        Assert.Equal(cancel.Token, error.CancellationToken);
        await server.EveryClientHasLeftAsync();
    }

    [Fact]
    public async Task A_port_where_nobody_listens_is_unavailable()
    {
        FakeServer gone = new(_ => Task.CompletedTask);
        await gone.DisposeAsync();
        LdapDirectory directory = new(Options(gone));

        DirectoryException error = await Assert.ThrowsAsync<DirectoryException>(async () => await directory.FindAsync(s_address, TestContext.Current.CancellationToken));

        Assert.Equal((CpsErrorCode.DirectoryUnavailable, $"ldap://127.0.0.1:{gone.Port}"), (error.Code, error.Subject));
    }

    [Fact]
    public async Task A_host_name_that_does_not_exist_is_unavailable()
    {
        LdapDirectory directory = new(new LdapDirectoryOptions { Host = "annuaire.invalid", Tls = LdapTls.None });

        DirectoryException error = await Assert.ThrowsAsync<DirectoryException>(async () => await directory.FindAsync(s_address, TestContext.Current.CancellationToken));

        Assert.Equal(CpsErrorCode.DirectoryUnavailable, error.Code);
    }

    private static FakeServer EndlessEntries() => new(async stream =>
    {
        await FakeServer.ReadRequestAsync(stream);
        await stream.WriteAsync(LdapReply.Bind(1));
        await FakeServer.ReadRequestAsync(stream);
        while (true)
        {
            await stream.WriteAsync(s_entry);
        }
    });

    private static LdapDirectoryOptions Options(FakeServer server) =>
        new() { Host = "127.0.0.1", Port = server.Port, Tls = LdapTls.None, TotalTimeout = TimeSpan.FromMilliseconds(300) };

    // Answers that are meant to come get all the time they need; only the failing ones run into a deadline.
    private static async Task<DirectoryAnswer> FindAsync(FakeServer server, Func<LdapDirectoryOptions, LdapDirectoryOptions>? with = null)
    {
        await using (server)
        {
            LdapDirectoryOptions options = Options(server) with { TotalTimeout = FakeServer.Guard };
            DirectoryAnswer answer = await new LdapDirectory(with?.Invoke(options) ?? options).FindAsync(s_address).AsTask().WaitAsync(FakeServer.Guard);
            await server.EveryClientHasLeftAsync();
            return answer;
        }
    }

    private static async Task<DirectoryException> FailsAsync(
        FakeServer server, CpsErrorCode code, string message, Func<LdapDirectoryOptions, LdapDirectoryOptions>? with = null)
    {
        await using (server)
        {
            LdapDirectory directory = new(with?.Invoke(Options(server)) ?? Options(server));
            DirectoryException error = await Assert.ThrowsAsync<DirectoryException>(() => directory.FindAsync(s_address).AsTask().WaitAsync(FakeServer.Guard));
            Assert.Equal(code, error.Code);
            Assert.Contains(message, error.Message, StringComparison.Ordinal);
            await server.EveryClientHasLeftAsync();
            return error;
        }
    }
}
