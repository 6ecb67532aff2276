using System.Diagnostics;

namespace Sluice.Bot.Git;

/// <summary>
/// Runs the git command: a clean environment, no hooks, no filters, no prompt, an end in time, and no more output than asked for.
/// </summary>
public sealed class GitProcess(string program = "git")
{
    private const int MostErrors = 64 * 1024;

    /// <exception cref="GitException">It could not be started, took too long, or said more than its limit.</exception>
    public async Task<GitOutput> Run(GitCommand command, CancellationToken stop)
    {
        using var process = new Process { StartInfo = Prepare(command) };
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Start(process);
        patience.CancelAfter(command.Timeout);
        try
        {
            var errors = Read(process.StandardError.BaseStream, MostErrors, null, patience.Token);
            var output = Read(process.StandardOutput.BaseStream, command.Limit, () => Kill(process), patience.Token);
            await Write(process, command.Input, patience.Token);
            await Task.WhenAll(output, errors);
            await process.WaitForExitAsync(patience.Token);
            return new GitOutput(process.ExitCode, await output, GitOutput.Decode(await errors));
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new GitException($"git {command.Verb} took longer than {command.Timeout.TotalSeconds:0} s and was stopped")
            {
                TookTooLong = true,
            };
        }
        catch (GitException fault)
        {
            throw new GitException($"git {command.Verb} {fault.Message}") { IsTooMuch = fault.IsTooMuch };
        }
        finally
        {
            Kill(process);
        }
    }

    private ProcessStartInfo Prepare(GitCommand command)
    {
        var start = new ProcessStartInfo(program)
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = command.Directory,
        };
        foreach (var argument in command.Arguments)
        {
            start.ArgumentList.Add(argument);
        }

        GitEnvironment.Fill(start.Environment, command);
        return start;
    }

    private void Start(Process process)
    {
        try
        {
            process.Start();
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            throw new GitException($"'{program}' could not be started ({missing.Message}); git 2.38 or newer must be installed", missing);
        }
    }

    private static async Task Write(Process process, string? input, CancellationToken stop)
    {
        try
        {
            if (input is not null)
            {
                await process.StandardInput.BaseStream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(input), stop);
            }

            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading its input: its exit code and words tell why.
        }
    }

    /// <param name="tooMuch">Ends a process that says more than the limit, which would else wait for a reader; null: what is over is
    /// dropped.</param>
    private static async Task<byte[]> Read(Stream stream, int limit, Action? tooMuch, CancellationToken stop)
    {
        using var kept = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await stream.ReadAsync(buffer, stop)) > 0)
        {
            if (kept.Length + read > limit && tooMuch is not null)
            {
                tooMuch();
                throw new GitException($"gave more than {limit} bytes") { IsTooMuch = true };
            }

            kept.Write(buffer, 0, (int)Math.Min(read, limit - kept.Length));
        }

        return kept.ToArray();
    }

    private static void Kill(Process process)
    {
        try
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
        catch (InvalidOperationException)
        {
            // It was never started, or ended in between.
        }
    }
}
