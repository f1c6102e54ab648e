import DICOMObject
import Decoding
import Foundation
import Glibc
import Logging
import Platform
import Testing
import WorkList
import WorkListDatabase

@testable import Reporting

struct AttemptVerdictTests {
    @Test func `an image that cannot be read fails its study at once`() {
        let syntax = DICOMObjectError.unsupportedTransferSyntax(uid: "1.2.840.10008.1.2.4.110")
        let error = ReportingError.noReadableImage(count: 2, first: syntax)
        let verdict = AttemptVerdict(error)
        let reason =
            "none of 2 images can be read: transfer syntax 1.2.840.10008.1.2.4.110 (JPEG XL Lossless) cannot be decoded"
        #expect(verdict.event == .attemptFailed(reason: reason, isPermanent: true))
        #expect(error.hint == syntax.hint)
    }

    @Test func `an object's error is as permanent as it says`() {
        let passing = AttemptVerdict(DICOMObjectError.outOfMemory).event
        guard case .attemptFailed(_, false) = passing else {
            Issue.record("\(passing)")
            return
        }
        let lasting = AttemptVerdict(DICOMObjectError.noPixelData).event
        guard case .attemptFailed(_, true) = lasting else {
            Issue.record("\(lasting)")
            return
        }
    }

    @Test func `a study that ends its decoder has three attempts, and its reason says how`() {
        let verdict = AttemptVerdict(DecoderError.ended(how: "signal 11 (Segmentation fault)"))
        let reason = "the decoder process ended at an object of the study: signal 11 (Segmentation fault)"
        #expect(verdict.event == .attemptFailed(reason: reason, isPermanent: false))
        let again = AttemptVerdict(DecoderError.outOfProcessorTime(seconds: 60)).event
        #expect(again == .attemptFailed(reason: "the study took more than 60 s of CPU time", isPermanent: true))
        #expect(AttemptVerdict(DecoderError.notStarted(reason: "no memory")).event == .handedBack)
    }

    @Test func `a full disk is no fault of the study`() {
        let verdict = AttemptVerdict(PlatformError.file(operation: "write", path: "x", errno: ENOSPC))
        #expect(verdict.event == .handedBack)
        #expect(verdict.delay == 60)
    }

    @Test func `what the database refuses for good counts as an attempt`() {
        let refused = WorkListError.unexpected("UNIQUE")
        guard case .attemptFailed(_, false) = AttemptVerdict(refused).event else {
            Issue.record("a study must not be tried for ever")
            return
        }
        let busy = WorkListError.database(message: "locked", isBusy: true, isOutOfSpace: false)
        #expect(AttemptVerdict(busy).event == .handedBack)
        #expect(AttemptVerdict(DICOMObjectError.notWritten(reason: "full")).event == .handedBack)
    }

    @Test func `an error nobody foresaw is tried again`() {
        struct Unforeseen: Error {}
        guard case .attemptFailed(_, false) = AttemptVerdict(Unforeseen()).event else {
            Issue.record("an unforeseen error must be passing")
            return
        }
    }

    @Test func `what is tried again each minute is an incident once an hour, so that it drops no others`() throws {
        let directory = NSTemporaryDirectory() + "thoraxd-test-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let workList = try WorkListStore(stateDirectory: directory)
        let incidents = IncidentLog(
            "reporter", in: workList, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let full = PlatformError.file(operation: "write", path: "p", errno: ENOSPC)
        let broken = DICOMObjectError.noPixelData
        for error in [full, broken, full, broken] as [any Error] {
            AttemptVerdict(error).report("no draft", error, study: "1.2", cause: .draft, metadata: [:], in: incidents)
        }
        let messages = try workList.incidents(limit: 9).map(\.message)
        #expect(messages.count { $0.contains("\(full)") } == 1)
        #expect(messages.count { $0.contains("\(broken)") } == 2)
    }
}
