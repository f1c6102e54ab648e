import Foundation
import Platform
import Testing

@testable import Reporting

struct ReporterPulseTests {
    private let path = NSTemporaryDirectory() + "reporter-pulse-\(UUID().uuidString)"
    private let start = ContinuousClock.now

    @Test func `a process that looks for work is alive, however long it is idle`() throws {
        let lock = try LockFile(at: path)
        defer { unlink(path) }
        var pulse = ReporterPulse(lockPath: path, at: start)
        for seconds in stride(from: 20, through: 200, by: 20) {
            // Two touches within one tick of the file system's clock look the same.
            let before = LockFile.lastTouch(at: path)
            repeat { lock.touch() } while LockFile.lastTouch(at: path) == before
            let isLost = pulse.isLost(whileWorking: false, at: start + .seconds(seconds))
            #expect(!isLost, "after \(seconds) s")
        }
    }

    @Test func `a process that is silent for half a minute hangs`() throws {
        let lock = try LockFile(at: path)
        defer { unlink(path) }
        var pulse = ReporterPulse(lockPath: path, at: start)
        lock.touch()
        let judgements = [0, 29, 30, 31].map { pulse.isLost(whileWorking: false, at: start + .seconds($0)) }
        #expect(judgements == [false, false, false, true])
    }

    @Test func `a process at work may be silent, and has half a minute once it is done`() throws {
        let lock = try LockFile(at: path)
        defer { withExtendedLifetime(lock) { _ = unlink(path) } }
        var pulse = ReporterPulse(lockPath: path, at: start)
        let judgements = [(100, true), (129, false), (131, false), (161, false)].map { seconds, isWorking in
            pulse.isLost(whileWorking: isWorking, at: start + .seconds(seconds))
        }
        #expect(judgements == [false, false, true, true])
    }
}
