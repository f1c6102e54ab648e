import ArgumentParser
import ReportTraining

struct Configuration: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "configuration",
        abstract: "Prints every key of a training configuration, in Markdown.",
        discussion: """
            Every key is required, so that a file states everything that decides the result.

            Example: thorax-model configuration
            """)

    func run() {
        print(
            """
            # Training configuration

            What `thorax-model train --config FILE` reads: one JSON object. Every key is required, so that a file states
            everything that decides the result; there are no defaults. An error names the line and the key. Complete files:
            `etc/thorax-model-demo.json`, `etc/thorax-model-iu-xray.json`, `etc/thorax-model-mimic-cxr.json`. This page is made
            by `thorax-model configuration`.

            | key | values | meaning |
            |---|---|---|
            """)
        for key in TrainingKey.all { print("| `\(key.path)` | \(key.values.description) | \(key.meaning) |") }
    }
}
