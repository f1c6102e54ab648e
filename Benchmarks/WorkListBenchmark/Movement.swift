import DICOMCore
import Foundation
import Platform
import Synchronization
import WorkList
import WorkListDatabase

/// State changes per second, either each committed before the next, or from several senders that share commits.
struct Movement {
    let workList: WorkListStore

    func measure(seconds: Double) throws {
        let clock = ContinuousClock()
        let admitted = try sharing(8, for: seconds)
        print("image received, 8 senders sharing commits\t\(Int(Double(admitted) / seconds))")
        print("image received, one sender\t\(Int(Double(try sharing(1, for: seconds)) / seconds))")

        var moved = 0
        let begin = clock.now
        while clock.now - begin < .seconds(seconds) {
            let due = try workList.studiesToSettle(limit: 100)
            guard !due.isEmpty else { break }
            for study in due {
                _ = try workList.settle(
                    study, as: .settled, eligible: study.images.map(\.instance.sopInstanceUID))
                moved += 1
            }
        }
        print("collecting to queued, one at a time\t\(Int(Double(moved) / ((clock.now - begin) / .seconds(1))))")

        moved = 0
        let second = clock.now
        while clock.now - second < .seconds(seconds), let claim = try workList.claim(by: 1) {
            try workList.end(
                claim, with: .attemptFailed(reason: "measured", isPermanent: true), notBefore: .now)
            moved += 2
        }
        print(
            "queued to drafting to failed, one at a time\t\(Int(Double(moved) / ((clock.now - second) / .seconds(1))))")
    }

    /// Admits images of new studies from several senders in parallel; returns the number committed.
    private func sharing(_ senders: Int, for seconds: Double) throws -> Int {
        let run = Int.random(in: 1 ... .max)
        let count = Mutex(0)
        let done = DispatchSemaphore(value: 0)
        let end = ContinuousClock.now + .seconds(seconds)
        for sender in 0..<senders {
            try OwnedThread.start(name: "sender \(sender)") { [workList] in
                defer { done.signal() }
                guard let title = AETitle("CR\(sender)") else { return }
                var number = 0
                while ContinuousClock.now < end {
                    number += 1
                    let uid = "1.2.826.0.1.3680043.2.\(run).\(sender).\(number)"
                    var header = InstanceHeader(
                        sopClassUID: "1.2.840.10008.5.1.4.1.1.1.1", sopInstanceUID: "\(uid).1.1",
                        studyInstanceUID: uid, seriesInstanceUID: "\(uid).1", transferSyntaxUID: "1.2.840.10008.1.2.1")
                    header.patientID = "P\(number)"
                    header.patientName = "NAME^GIVEN"
                    header.modality = "DX"
                    let contents = DurableFile.Contents(byteCount: 1, sha256: [UInt8](repeating: 1, count: 32))
                    do {
                        _ = try workList.admit(
                            header, path: "instances/\(uid)", contents: contents, callingAETitle: title, settleAt: .now)
                    } catch {
                        return print("an image was refused: \(error)")
                    }
                    count.withLock { $0 += 1 }
                }
            }
        }
        for _ in 0..<senders { done.wait() }
        return count.withLock { $0 }
    }
}
