using System.Globalization;
using System.Security.Cryptography;
using Npgsql;
using Sluice.Bench;
using Sluice.Bench.Ingest;
using Sluice.Bot.Store.Private;

// See README.md. [seconds per cell] [connections,…] [sluice,bare,probot]
if (args is ["bare", var port])
{
    await Bare.Run(int.Parse(port, CultureInfo.InvariantCulture));
    return 0;
}

var time = TimeSpan.FromSeconds(args.Length > 0 ? double.Parse(args[0], CultureInfo.InvariantCulture) : 10);
var connections = (args.Length > 1 ? args[1] : "16,64").Split(',').Select(count => int.Parse(count, CultureInfo.InvariantCulture)).ToList();
var only = (args.Length > 2 ? args[2] : "sluice,bare,probot").Split(',');
using var rsa = RSA.Create(2048);
var pem = rsa.ExportRSAPrivateKeyPem();
var data = Path.Combine(Path.GetTempPath(), $"sluice-ingest-{Environment.ProcessId}");
var report = new Report();
await using (var postgres = await PrivatePostgres.Start(data, TimeProvider.System, default, passing: true))
{
    foreach (var name in only)
    {
        var database = await postgres.Database("ingest", default);
        await using var contestant = name switch
        {
            "sluice" => await Contestant.Sluice(await Published.Sluice(), database, pem, data + "-bot"),
            "bare" => await Contestant.Bare(),
            _ => await Contestant.Probot(await Npm.Probot(), pem),
        };
        var postmaster = int.Parse(
            File.ReadLines(Directory.GetFiles(data, "postmaster.pid", SearchOption.AllDirectories).Single()).First(),
            CultureInfo.InvariantCulture
        );
        await report.Measure(contestant, name == "sluice" ? [contestant.Process, postmaster] : [contestant.Process], connections, time);
        if (name == "sluice")
        {
            await report.Backlog(contestant, database, 312_000); // what GitHub sends of a busy installation in forty minutes
            await using var source = NpgsqlDataSource.Create(database);
            await using var count = source.CreateCommand("select count(*) from deliveries");
            report.Stored((long)(await count.ExecuteScalarAsync())!);
        }
    }
}

report.Write();
return report.Failed == 0 ? 0 : 1;
