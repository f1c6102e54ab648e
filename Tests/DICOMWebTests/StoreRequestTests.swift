import DICOMCore
import DICOMWebEncoding
import Dispatch
import Foundation
import Intake
import Platform
import Testing
import WorkListDatabase
import WorkListFixture

@testable import DICOMWeb

@Suite(.timeLimit(.minutes(2)))
struct StoreRequestTests {
    private let fixture: Fixture

    init() throws { fixture = try Fixture() }

    private func request() throws -> StoreRequest {
        StoreRequest(
            intake: InstanceIntake(workList: fixture.workList, quietPeriod: .zero), reservedBytes: 0,
            caller: try #require(AETitle("VIEWER1")), study: nil, boundary: "b")
    }

    private func body(_ files: [[UInt8]], isLast: Bool) -> [UInt8] {
        files.flatMap { Array("--b\r\nContent-Type: application/dicom\r\n\r\n".utf8) + $0 + Array("\r\n".utf8) }
            + (isLast ? Array("--b--\r\n".utf8) : [])
    }

    @Test func `the next parts arrive while a batch is on its way to disk`() async throws {
        let (held, released) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        let workList = fixture.workList
        // Nothing can be committed meanwhile.
        try OwnedThread.start(name: "writer") {
            try? workList.write { _ in
                held.signal()
                released.wait()
            }
        }
        let store = try request()
        let first = body(try (1...17).map { try WebObject.file($0) }, isLast: false)
        let second = body(try (18...20).map { try WebObject.file($0) }, isLast: true)
        let outcome = try await OwnedThread.run(name: "store") {
            held.wait()
            try store.take(first)
            try store.take(second)
            released.signal()
            try store.finish()
            return store.settle()
        }
        #expect(outcome.response.storedCount == 20 && outcome.refusals.isEmpty)
        for number in 1...20 { #expect(try workList.storedInstance("1.2.1.1.\(number)") != nil) }
    }

    @Test func `what comes twice is stored once and never at the same moment, wherever it is in the body`() async throws
    {
        let store = try request()
        let other = try WebObject.file(1, pixels: [UInt8](100..<124))
        // Within a batch, and in the batch after it with other bytes.
        let files =
            [try WebObject.file(1), try WebObject.file(1)] + (try (2...18).map { try WebObject.file($0) }) + [other]
        let body = body(files, isLast: true)
        let outcome = try await OwnedThread.run(name: "store") {
            try store.take(body)
            try store.finish()
            return store.settle()
        }
        #expect(outcome.response.storedCount == 19)
        #expect(outcome.refusals.count == 1 && outcome.refusals[0].contains("another object has this UID"))
    }

    @Test func `parts of a body that breaks off are stored although a batch is on its way`() async throws {
        let store = try request()
        let body = body(try (1...20).map { try WebObject.file($0) }, isLast: false)
        let outcome = try await OwnedThread.run(name: "store") {
            try store.take(body)
            #expect(throws: MultipartError.self) { try store.finish() }
            return store.settle()
        }
        // The last one may not be complete.
        #expect(outcome.response.storedCount == 19)
        #expect(try fixture.workList.storedInstance("1.2.1.1.19") != nil)
        #expect(try fixture.workList.storedInstance("1.2.1.1.20") == nil)
    }
}
