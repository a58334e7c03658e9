using Cps.Smime.Fuzz;

// cps-smime-fuzz: see eng/fuzz.sh.
//   run      --minutes M --seed N --findings FOLDER   damages messages and reads them, in a child process that may die
//   worker   (the child) --cases C besides
//   replay   FILE...                                  reads files as they are; 0 when every promise held
//   make     FOLDER                                   makes People and Seeds anew
//   afl                                               reads what afl-fuzz gives, as its child
//   instrument                                        counts branches from now on (SharpFuzz)
string[] rest = [.. args.Skip(1)];
return args.FirstOrDefault() switch
{
    "run" => Supervisor.Run(Arguments.Parse(rest)),
    "worker" => Worker.Run(Arguments.Parse(rest)),
    "replay" => Worker.Replay(rest),
    "make" => await Worker.MakeAsync(rest[0]),
    "afl" => Afl(),
    "instrument" => Instrument(),
    _ => Usage(),
};

static int Instrument()
{
    Coverage.Instrument(AppContext.BaseDirectory);
    return 0;
}

static int Afl()
{
    // What breaks a promise is an exception, and an exception is what afl-fuzz calls a crash.
    SharpFuzz.Fuzzer.OutOfProcess.Run(stream =>
    {
        using MemoryStream bytes = new();
        stream.CopyTo(bytes);
        Target.Run(new Case("afl.p7m", IsMail: false, bytes.ToArray()));
    });
    return 0;
}

static int Usage()
{
    Console.Error.WriteLine("run | worker | replay FILE... | make FOLDER | afl | instrument");
    return 2;
}
