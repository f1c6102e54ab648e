import DICOMCore
import Foundation
import Platform
import Review
import TestHarness
import Testing
import WorkListDatabase

@testable import WorkList

/// A work list with drafts on disk, reviewed by the real program.
struct ReviewedList {
    let directory = NSTemporaryDirectory() + "thoraxd-test-\(UUID().uuidString)"
    let workList: WorkListStore

    static let report = #"""
        {"sentences": [
            {"text": "The lungs are clear.", "section": "findings", "confidence": 0.91, "claims": []},
            {"text": "Small left effusion.", "section": "findings", "confidence": 0.95,
             "claims": [{"finding": "Pleural Effusion", "status": "positive", "agreement": "contradicts",
                "opinion": {"label": "Effusion", "probability": 0.2, "threshold": 0.31}}]},
            {"text": "Effusion.", "section": "impression", "confidence": 0.5, "claims": []}],
         "notices": [{"kind": "lowConfidence", "sentence": 1, "probability": 0.4}],
         "display": [{"applied": "range of the values, 0 to 3968", "notices": ["VOI LUT 1 was passed over."]}]}
        """#
    static let abstained = #"{"sentences": [], "abstention": "no chest radiograph"}"#

    /// Studies `1.1`, `1.2` … with a draft each; accession numbers `A1`, `A2` …; the users mary, paul and, no reviewer,
    /// ann.
    init(reports: [String] = [report]) throws {
        workList = try WorkListStore(stateDirectory: directory)
        for (login, name, role) in [
            ("mary", "Doe^Mary", User.Role.reviewer), ("paul", "Roe^Paul", .reviewer),
            ("ann", "Poe^Ann", .administrator),
        ] {
            try workList.add(User(login: login, name: name, organization: "Hospital", role: role), by: "test")
        }
        for (index, report) in reports.enumerated() { try draft(study: index + 1, image: 1, report: report) }
    }

    /// Receives an image and drafts the study.
    func draft(study: Int, image: Int, report: String = report) throws {
        var header = InstanceHeader(
            sopClassUID: "1.2.840.10008.5.1.4.1.1.1.1", sopInstanceUID: "1.\(study).1.\(image)",
            studyInstanceUID: "1.\(study)", seriesInstanceUID: "1.\(study).1",
            transferSyntaxUID: "1.2.840.10008.1.2.1")
        header.patientName = "SECRET^JANE"
        header.patientID = "SECRET7"
        header.accessionNumber = "A\(study)"
        header.patientBirthDate = "19601130"
        header.patientSex = "F"
        header.studyDate = "20261129"
        header.studyDescription = "SECRET chest"
        header.viewPosition = "PA"
        try admit(header, at: "instances/\(study)-\(image).dcm", calling: "MODALITY1")
        let settled = try #require(try workList.studiesToSettle().first)
        _ = try workList.settle(settled, as: .settled, eligible: [header.sopInstanceUID])
        let claim = try #require(try workList.claim(by: 1))
        var document = InstanceHeader(
            sopClassUID: SOPClass.basicTextSR.description, sopInstanceUID: "1.\(study).9.\(image)",
            studyInstanceUID: "1.\(study)", seriesInstanceUID: "1.\(study).9", transferSyntaxUID: "1.2.840.10008.1.2")
        document.modality = "SR"
        try workList.store(
            .init(
                documents: [
                    .init(
                        form: .basicTextSR, header: document, path: "instances/\(study)-\(image)-sr.dcm",
                        contents: .init(byteCount: 1, sha256: [UInt8](repeating: 1, count: 32)), destinations: [])
                ], report: report, modelName: "test", modelVersion: "1", weightsSHA256: "00", stageSeconds: "{}"),
            for: claim)
    }

    private func admit(
        _ header: InstanceHeader, at path: String, calling title: String, from peer: SendingPeer? = nil
    ) throws {
        _ = try workList.admit(
            header, path: path, contents: .init(byteCount: 1, sha256: [UInt8](repeating: 0, count: 32)),
            callingAETitle: AETitle(title), from: peer, settleAt: .now, rules: [ReturnedReportRule()])
    }

    /// A peer sends a signed report of study `1.1` back, and the reporter reads that a stranger signed it.
    func sendBack(_ number: Int = 1) throws {
        var header = InstanceHeader(
            sopClassUID: SOPClass.enhancedSR.description, sopInstanceUID: "1.1.77.\(number)", studyInstanceUID: "1.1",
            seriesInstanceUID: "1.1.77", transferSyntaxUID: "1.2.840.10008.1.2.1")
        header.modality = "SR"
        header.completionFlag = "COMPLETE"
        header.verificationFlag = "VERIFIED"
        try admit(
            header, at: "instances/returned-\(number).dcm", calling: "STATION",
            from: SendingPeer(name: "station", maySign: true))
        let report = try #require(try workList.claimReturnedReport(by: 1))
        let statement = SignedStatement(
            predecessor: "1.1.9.1", text: SignedText(findings: ["Large effusion."], impression: []),
            observers: [VerifyingObserver(name: "Moe^Max", organization: "Clinic")])
        _ = try workList.resolve(report, as: .signs(statement))
    }

    /// What a command printed and how it ended.
    struct Answer {
        let status: Int32
        let output: String
        let errors: String

        /// The output as a JSON object.
        var json: [String: Any] {
            get throws {
                try #require(try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any], "\(output)")
            }
        }
    }

    /// Runs `thoraxctl` on it.
    func thoraxctl(
        _ arguments: String..., input: String? = nil, environment: [String: String] = [:]
    ) throws -> Answer {
        try thoraxctl(arguments, input: input, environment: environment)
    }

    func thoraxctl(
        _ arguments: [String], input: String? = nil, environment: [String: String] = [:]
    ) throws -> Answer {
        let running = try start(arguments, input: input, environment: environment)
        return running()
    }

    /// Starts `thoraxctl`; the result waits for its end.
    func start(
        _ arguments: [String], input: String? = nil, environment: [String: String] = [:]
    ) throws -> () -> Answer {
        let program = try RunningProgram(
            builtThoraxctl, arguments + ["--state-directory", directory], environment: environment,
            input: .text(input ?? ""))
        return {
            let end = program.end()
            return Answer(status: end.status, output: end.output, errors: end.errors)
        }
    }

    /// Runs `thoraxctl` at a terminal that `script` provides, and types. Output and errors come together.
    func thoraxctl(_ arguments: [String], atTerminal typed: String) throws -> Answer {
        let running = try start(arguments, atTerminal: "")
        try running.type(typed)
        let end = running.end()
        let text = end.output.replacing("\r\n", with: "\n")
        return Answer(status: end.status, output: text, errors: text)
    }

    /// Starts `thoraxctl` at a terminal.
    ///
    /// - Parameter then: a command of the shell that follows it at the same terminal, also after Ctrl-C.
    func start(_ arguments: [String], atTerminal then: String) throws -> RunningProgram {
        let words = [builtThoraxctl.path] + arguments + ["--state-directory", directory]
        let command = words.map { "'\($0)'" }.joined(separator: " ")
        return try RunningProgram(
            URL(filePath: Self.script),
            ["-qec", then.isEmpty ? command : "trap : INT; \(command); \(then)", "/dev/null"], input: .keyboard,
            joinsErrors: true)
    }

    static let script = "/usr/bin/script"
}
