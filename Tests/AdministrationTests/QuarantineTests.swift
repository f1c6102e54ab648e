import Foundation
import Testing
import WorkListFixture

@testable import Administration
@testable import WorkList
@testable import WorkListDatabase

struct QuarantineTests {
    @Test func `what was kept apart is listed newest first with sender, reason and the study it was not let into`()
        throws
    {
        let fixture = try Fixture()
        try fixture.admit()
        for (index, byte) in [UInt8(0x0A), 0xBC].enumerated() {
            try fixture.workList.recordQuarantined(
                Fixture.header(), path: "quarantine/\(index).dcm", contents: Fixture.contents(byte),
                callingAETitle: Fixture.calling, reason: "other bytes", at: Date(timeIntervalSince1970: 1000))
        }
        let objects = try fixture.workList.quarantinedObjects(limit: 9)
        #expect(objects.map(\.path) == [1, 0].map { "\(fixture.directory)/quarantine/\($0).dcm" })
        #expect(objects.first?.sha256 == String(repeating: "bc", count: 32))
        #expect(objects.last?.sha256 == String(repeating: "0a", count: 32))
        #expect(objects.allSatisfy { $0.studyInstanceUID == "1.1" && $0.callingAETitle == "MODALITY1" })
        #expect(objects.first?.at == Date(timeIntervalSince1970: 1000) && objects.first?.reason == "other bytes")
        #expect(try fixture.workList.quarantinedObjects(limit: 1).count == 1)
    }
}
