using Cps.Smime.Fuzz;

// cps-smime-fuzz: see eng/fuzz.sh.
//   run      --minutes M --seed N --findings FOLDER   damages messages and reads them, in a child process that may die
//   worker   (the child) --cases C besides
//   replay   FILE...                                  reads files as they are; 0 when every promise held
//   make     FOLDER                                   makes People and Seeds anew
//   instrument                                        counts branches from now on (SharpFuzz)
string[] rest = [.. args.Skip(1)];
return args.FirstOrDefault() switch
{
    "run" => Supervisor.Run(Arguments.Parse(rest)),
    "worker" => Worker.Run(Arguments.Parse(rest)),
    "replay" => Worker.Replay(rest),
    "make" => await Worker.MakeAsync(rest[0]),
    "instrument" => Instrument(),
    _ => Usage(),
};

static int Instrument()
{
    Coverage.Instrument(AppContext.BaseDirectory);
    return 0;
}

static int Usage()
{
    Console.Error.WriteLine("run | worker | replay FILE... | make FOLDER | instrument");
    return 2;
}
