import ArgumentParser
import Foundation
import ThoraxConfiguration

/// `thoraxctl check` looks for everything that could stop the daemon from working.
struct CheckCommand: AnsweringCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract:
            "Check configuration, state directory, disk, ports, model, decoder, fonts, certificates, peers and clock.",
        discussion: """
            Sends a C-ECHO to every peer that has a host. Changes nothing. The exit code is 2 if a check fails; \
            warnings do not affect it.

            Example: thoraxctl check
            """)

    @OptionGroup var options: StateOptions

    struct Answer: Codable {
        let findings: [CheckResult]
        let isGood: Bool
    }

    func run() throws {
        let reading = ConfigurationReading(
            file: options.configurationFile, environment: ProcessInfo.processInfo.environment)
        var configuration = reading.configuration
        if let stateDirectory = options.stateDirectory { configuration.stateDirectory = stateDirectory }
        var findings = reading.errors.map { CheckResult.fail("configuration", "\($0)", hint: $0.hint) }
        if findings.isEmpty {
            findings += configuration.warnings.map { .warn("configuration", "\($0)", hint: $0.hint) }
            let source = options.configurationFile ?? "no file; using the defaults"
            findings.append(.ok("configuration", "\(source); \(reading.keysSet.count) keys set"))
        }
        let place = StateCheck(configuration: configuration)
        findings += place.directory() + [place.workList(), place.disk()] + place.tokens()
        findings += PortCheck(configuration: configuration).findings()
        let parts = PartsCheck(configuration: configuration)
        findings += [parts.model(), DecoderCheck().finding()] + parts.fonts() + parts.certificates() + parts.peers()
        findings.append(parts.clock())
        let report = Answer(findings: findings, isGood: !findings.contains { $0.verdict == .fail })
        if options.json { try printJSON(report) } else { show(findings) }
        if !report.isGood { throw ExitCode(CommandExit.finding.rawValue) }
    }

    private func show(_ findings: [CheckResult]) {
        // A finding's hint is printed below its line.
        for (line, finding) in zip(TextTable(findings).lines, [nil] + findings.map(Optional.some)) {
            print(line)
            if let hint = finding?.hint { print(TextTable.paint("  hint: " + terminalSafe(hint), .grey)) }
        }
    }
}
