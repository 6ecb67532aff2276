using Sluice.Bot.Setup.Steps;

namespace Sluice.Bot.Tests.Setup.Steps;

public sealed class WideningTests
{
    private const string Both = "'sluice/queue/**', 'sluice/try/**'";

    [Theory]
    [InlineData("on: pull_request\njobs: {}\n", $"on:\n  pull_request:\n  push:\n    branches: [{Both}]\njobs: {{}}\n")]
    [InlineData(
        "on: [pull_request, workflow_dispatch]\n",
        $"on:\n  pull_request:\n  workflow_dispatch:\n  push:\n    branches: [{Both}]\n"
    )]
    [InlineData("on:\n  # tests\n  pull_request:\n", $"on:\n  # tests\n  push:\n    branches: [{Both}]\n  pull_request:\n")]
    [InlineData(
        "on:\n  push:\n    branches: [main] # the base\n  pull_request:\n",
        $"on:\n  push:\n    branches: [main, {Both}] # the base\n  pull_request:\n"
    )]
    [InlineData("on:\n  push:\n    branches: []\n", $"on:\n  push:\n    branches: [{Both}]\n")]
    [InlineData("on:\n  push:\n    branches: ['!sluice/**', main,]\n", $"on:\n  push:\n    branches: ['!sluice/**', main, {Both},]\n")]
    [InlineData("on:\n  push:\n    branches: main\n", $"on:\n  push:\n    branches: [main, {Both}]\n")]
    [InlineData(
        "on:\n  push:\n    branches:\n    - main # one\n  pull_request:\n",
        "on:\n  push:\n    branches:\n    - main # one\n    - 'sluice/queue/**'\n    - 'sluice/try/**'\n  pull_request:\n"
    )]
    [InlineData(
        "on:\n  push:\n    branches:\n      - main",
        "on:\n  push:\n    branches:\n      - main\n      - 'sluice/queue/**'\n      - 'sluice/try/**'"
    )]
    [InlineData("on: { pull_request: {} }\n", $"on: {{ push: {{ branches: [{Both}] }}, pull_request: {{}} }}\n")]
    [InlineData("on:\n  push:\n    tags: ['v*']\n", $"on:\n  push:\n    branches: [{Both}]\n    tags: ['v*']\n")]
    [InlineData("\"on\":\r\n  pull_request:\r\n", $"\"on\":\r\n  push:\n    branches: [{Both}]\n  pull_request:\r\n")]
    public void Pushes_to_the_queues_branches_are_added_and_the_rest_is_left(string workflow, string widened)
    {
        Assert.False(Widening.IsWide(workflow));
        Assert.Equal(widened, Widening.Of(workflow));
        Assert.True(Widening.IsWide(widened));
    }

    [Theory]
    [InlineData("on:\n  push:\n    branches-ignore: ['sluice/**']\n")]
    [InlineData("on:\n- pull_request\n")]
    [InlineData("jobs: {}\n")]
    [InlineData("{")]
    public void What_is_not_plain_is_left_to_a_person(string workflow) => Assert.Null(Widening.Of(workflow));
}
