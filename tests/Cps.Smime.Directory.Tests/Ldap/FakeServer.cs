using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Cps.Smime.Directories.Tests;

/// <summary>A server on the loopback that does what a script says with each connection, and then waits until the client has left.</summary>
internal sealed class FakeServer : IAsyncDisposable
{
    /// <summary>How long a test waits for what must come at all; no test measures time.</summary>
    public static readonly TimeSpan Guard = TimeSpan.FromSeconds(60);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<Task> _conversations = [];
    private readonly Func<NetworkStream, Task> _script;
    private readonly Task _accepting;
    private int _connections;

    public FakeServer(Func<NetworkStream, Task> script)
    {
        _script = script;
        _listener.Start(200);
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>How many connections came.</summary>
    public int Connections => _connections;

    /// <summary>A server that answers the bind, then the search with these bytes, and stays.</summary>
    public static FakeServer AnsweringSearch(params byte[][] replies) => new(async stream =>
    {
        await ReadRequestAsync(stream);
        await stream.WriteAsync(LdapReply.Bind(1));
        await ReadRequestAsync(stream);
        foreach (byte[] reply in replies)
        {
            await stream.WriteAsync(reply);
        }
    });

    /// <summary>Reads one request whole and returns its bytes.</summary>
    public static async Task<byte[]> ReadRequestAsync(Stream stream)
    {
        byte[] start = new byte[2];
        await stream.ReadExactlyAsync(start);
        byte[] extra = new byte[start[1] > 0x80 ? start[1] - 0x80 : 0];
        await stream.ReadExactlyAsync(extra);
        byte[] content = new byte[extra.Length == 0 ? start[1] : extra.Aggregate(0, (n, b) => (n << 8) | b)];
        await stream.ReadExactlyAsync(content);
        return [.. start, .. extra, .. content];
    }

    /// <summary>Fails unless every client has closed its connection.</summary>
    public async Task EveryClientHasLeftAsync()
    {
        await Task.WhenAll(_conversations).WaitAsync(Guard);
        Assert.Equal(_connections, _conversations.Count);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
                _conversations.Add(ConverseAsync(client));
                Interlocked.Increment(ref _connections);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // The test is over.
        }
    }

    private async Task ConverseAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                NetworkStream stream = client.GetStream();
                await _script(stream);
                byte[] rest = new byte[4096];
                while (await stream.ReadAsync(rest, _stop.Token) > 0)
                {
                    // Until the client closes.
                }
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
            {
                // The client left in the middle, or the script closed the connection.
            }
        }
    }
}
