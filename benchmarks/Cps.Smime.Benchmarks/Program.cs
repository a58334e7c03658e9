// dotnet run -c Release --project benchmarks/Cps.Smime.Benchmarks -- memory [BYTES]     peak memory of sealing and opening (default 100 MB)
// dotnet run -c Release --project benchmarks/Cps.Smime.Benchmarks -- ratios [PART]      this library against its peers and the limit of the machine
// dotnet run -c Release --project benchmarks/Cps.Smime.Benchmarks -- ratios [PART] --openssl-process   the same with OpenSSL as a program
// dotnet run -c Release --project benchmarks/Cps.Smime.Benchmarks -- --filter '*'       BenchmarkDotNet
using System.Globalization;
using BenchmarkDotNet.Running;
using Cps.Smime.Benchmarks;
using Cps.Smime.Benchmarks.Ratios;

if (args is ["memory", ..])
{
    await PeakMemory.RunAsync(args is [_, string bytes] ? long.Parse(bytes, CultureInfo.InvariantCulture) : 100_000_000);
    return;
}

if (args is ["ratios", ..])
{
    string[] options = args[1..];
    RatioTable.Run(options.FirstOrDefault(o => o != "--openssl-process"), options.Contains("--openssl-process"));
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(SealBenchmarks).Assembly).Run(args);
