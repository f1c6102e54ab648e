import Administration
import DICOMCore
import Foundation
import Platform
import Query
import Testing
import WorkListFixture

@testable import WorkList
@testable import WorkListDatabase

struct AdmissionTests {
    @Test func `the first image of a study opens its work item`() throws {
        let fixture = try Fixture()
        #expect(try fixture.admit() == .new)
        #expect(try fixture.item().state == .collecting)
        let standing = try fixture.workList.standing(of: "1.1.1.1", sha256: Fixture.contents().sha256)
        #expect(standing == .sameBytes)
    }

    @Test func `the same bytes twice are recorded once`() throws {
        let fixture = try Fixture()
        try fixture.admit()
        #expect(try fixture.admit() == .sameBytes)
        #expect(try fixture.admit(byte: 2) == .otherBytes)
        #expect(try fixture.workList.entries(limit: 9).map(\.images) == [1])
    }

    @Test func `two associations that store one instance at once record it once`() async throws {
        let fixture = try Fixture()
        let workList = fixture.workList
        let standings = try await withThrowingTaskGroup(of: WorkListStore.Standing.self) { group in
            for number in 0..<8 {
                group.addTask {
                    try workList.admit(
                        Fixture.header(), path: "instances/\(number).dcm", contents: Fixture.contents(),
                        callingAETitle: Fixture.calling, settleAt: .now)
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(standings.count { $0 == .new } == 1)
        #expect(standings.count { $0 == .sameBytes } == 7)
    }

    @Test func `a Series Instance UID that another study uses too is a series of each`() throws {
        let fixture = try Fixture()
        try fixture.admit()
        for instance in 1...2 {
            var header = Fixture.header(study: 2, instance: instance)
            header.seriesInstanceUID = "1.1.1"
            try fixture.admit(header)
        }
        #expect(try fixture.workList.entries(limit: 9).map(\.images).sorted() == [1, 2])
        let stored = try fixture.workList.instances([.isOneOf(.seriesInstanceUID, ["1.1.1"])], limit: 9)
        #expect(stored.map(\.studyInstanceUID) == ["1.1", "1.2", "1.2"])
        #expect(try fixture.workList.matches(.series, [], limit: 9).count == 2)
    }

    @Test func `a late image sends a drafted study back with the next revision`() throws {
        let fixture = try Fixture()
        try fixture.queue()
        let claim = try #require(try fixture.workList.claim(by: 1))
        try fixture.workList.store(fixture.draft(of: claim), for: claim)
        try fixture.admit(instance: 2)
        let item = try fixture.item()
        #expect(item.state == .collecting)
        #expect(item.revision == 2)
    }

    @Test func `what was admitted is there when the work list is opened again`() throws {
        let fixture = try Fixture()
        try fixture.admit()
        let again = try WorkListStore(stateDirectory: fixture.directory)
        #expect(try again.instances([.isOneOf(.sopInstanceUID, ["1.1.1.1"])], limit: 1).count == 1)
    }

    @Test func `a document that comes along is kept and asks for no draft`() throws {
        let fixture = try Fixture()
        try fixture.admit()
        let before = try fixture.workList.entries(limit: 1)
        for (number, sopClass) in SOPClass.storedDocuments.enumerated() {
            var header = Fixture.header(instance: 100 + number)
            header.sopClassUID = sopClass.description
            let standing = try fixture.workList.admit(
                header, path: "instances/document-\(number).dcm", contents: Fixture.contents(),
                callingAETitle: Fixture.calling, settleAt: Date() + 3600)
            #expect(standing == .new)
        }
        let after = try fixture.workList.entries(limit: 1)
        #expect(after == before)
        #expect(after.first?.images == 1)
        let found = try fixture.workList.instances([.isOneOf(.studyInstanceUID, ["1.1"])], limit: 100)
        #expect(found.count == 1 + SOPClass.storedDocuments.count)
        let settled = try fixture.workList.studiesToSettle(at: Date() + 7200)
        #expect(settled.first?.images.map(\.instance.sopInstanceUID) == ["1.1.1.1"])
    }

    @Test func `a study with only documents waits for its first image`() throws {
        let fixture = try Fixture()
        var header = Fixture.header(instance: 9)
        header.sopClassUID = SOPClass.grayscaleSoftcopyPresentationState.description
        _ = try fixture.workList.admit(
            header, path: "instances/state.dcm", contents: Fixture.contents(), callingAETitle: Fixture.calling,
            settleAt: Date())
        #expect(try fixture.workList.entries(limit: 1).isEmpty)
        try fixture.admit()
        #expect(try fixture.workList.entries(limit: 1).first?.state == .collecting)
    }
}
