import DICOMCore
import Foundation
import Query
import Review
import TestHarness
import Testing
import WorkListFixture

@testable import DICOMWeb

extension FieldCasesTests {
    @Test func `a limit counts what is returned, without the drafts that were rejected`() async throws {
        let node = try await node()
        try node.fixture.addUsers()
        try node.fixture.draftStudy()
        let before = try await node.send("/studies/1.1/instances?limit=1")
        #expect(before.headers["warning"]?.contains("There are 1 additional results") == true, "\(before.headers)")
        let desk = ReviewDesk(node.fixture.workList, as: "mary", claimMinutes: 30)
        _ = try desk.sign(.reject(.quality, comment: nil), of: "1.1", havingRead: 1)
        let after = try await node.send("/studies/1.1/instances?limit=1")
        #expect(after.matches.count == 1 && after.headers["warning"] == nil, "\(after.headers)")
        #expect(try await node.send("/studies/1.1/instances?offset=1").text == "[]")
        #expect(try await node.send("/studies?StudyInstanceUID=1.1").values("00201208") == ["1"])
    }

    @Test func `Modalities in Study is a key with several values, and is returned with all of them`() async throws {
        let node = try await node(storing: [FieldObject(1).file, report(2)])
        for query in ["ModalitiesInStudy=SR", "ModalitiesInStudy=DX", "00080061=S*", "ModalitiesInStudy="] {
            let found = try await node.send("/studies?\(query)").matches
            #expect(found.count == 1, "\(query)")
            #expect(Set(found.first?["00080061"]?["Value"] as? [String] ?? []) == ["DX", "SR"], "\(query)")
        }
        #expect(try await node.send("/studies?ModalitiesInStudy=CT").text == "[]")
    }

    @Test func `numbers of related series and instances are there at their levels`() async throws {
        let node = try await node(storing: [FieldObject(1).file, FieldObject(2).file, report(3)])
        let study = try await node.send("/studies")
        #expect(study.values("00201206") == ["2"] && study.values("00201208") == ["3"])
        let path = "/studies/\(FieldObject.study)"
        #expect(Set(try await node.send("\(path)/series").values("00201209")) == ["1", "2"])
        let all = try await node.send("/series?includefield=all")
        #expect(all.values("00201206") == ["2", "2"] && all.values("00201208") == ["3", "3"])
        #expect(try await node.send("/instances").values("00201208") == ["3", "3", "3"])
    }

    /// A Structured Report in a series of its own.
    func report(_ number: Int) -> [UInt8] {
        var object = FieldObject(number, sopClass: SOPClass.basicTextSR, pixels: nil)
        object.set(.modality, "CS", "SR")
        object.set(.seriesInstanceUID, "UI", "1.2.1.2")
        return object.file
    }

    @Test(arguments: [
        "/studies", "/studies/1.2.1/metadata", "/studies/1.2.1/series/1.2.1.1/instances/1.2.1.1.1/frames/1",
        "/studies/1.2.1/series/1.2.1.1/instances/1.2.1.1.1/bulkdata/7FE00010",
    ])
    func `a request without a token gets 401 in JSON at every resource, and no redirection`(path: String) async throws {
        let node = try await node(storing: [FieldObject().file])
        for accept in ["*/*", "text/html", #"multipart/related; type="application/octet-stream""#] {
            let answer = try await node.send(path, token: .some(nil), headers: ["Accept": accept])
            #expect(answer.status == 401 && answer.headers["www-authenticate"] == "Bearer", "\(answer.status)")
            #expect(answer.headers["content-type"] == "application/json" && answer.headers["location"] == nil)
        }
    }
}
