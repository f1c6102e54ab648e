import Foundation
import GRDB
import Testing
import WorkListFixture

@testable import WorkList
@testable import WorkListDatabase

struct WritabilityTests {
    @Test func `a work list that can be written is left as it is`() throws {
        let fixture = try Fixture()
        try fixture.admit()
        try fixture.workList.checkWritable()
        #expect(try fixture.workList.countsByState() == [.collecting: 1])
    }

    @Test func `a work list that somebody holds for too long is not writable`() throws {
        let fixture = try Fixture()
        let other = try DatabaseQueue(path: WorkListStore.path(in: fixture.directory))
        try other.inTransaction(.immediate) { _ in
            #expect(throws: WorkListError.self) { try fixture.workList.checkWritable() }
            return .rollback
        }
        try fixture.workList.checkWritable()
    }

    @Test func `a work list that is gone is not writable`() throws {
        let fixture = try Fixture()
        try FileManager.default.removeItem(atPath: WorkListStore.path(in: fixture.directory))
        #expect(throws: WorkListError.self) { try fixture.workList.checkWritable() }
    }
}
