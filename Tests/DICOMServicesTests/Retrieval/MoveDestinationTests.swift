import DICOMCore
import DICOMNetwork
import Foundation
import Platform
import Query
import Testing
import WorkList
import WorkListDatabase

@testable import DICOMServices

struct MoveDestinationTests {
    private func instance(_ number: Int, _ sopClass: String, _ syntax: String) throws -> InstanceHeader {
        InstanceHeader(
            sopClassUID: sopClass, sopInstanceUID: "1.1.\(number)", studyInstanceUID: "1", seriesInstanceUID: "1.0",
            transferSyntaxUID: syntax)
    }

    private func stored(_ headers: [InstanceHeader]) throws -> [StoredInstance] {
        let workList = try WorkListStore(stateDirectory: NSTemporaryDirectory() + "thoraxd-test-\(UUID().uuidString)")
        let calling = try #require(AETitle("MODALITY"))
        for header in headers {
            _ = try workList.admit(
                header, path: "instances/\(header.sopInstanceUID).dcm",
                contents: .init(byteCount: 1, sha256: [UInt8](repeating: 0, count: 32)), callingAETitle: calling,
                settleAt: .now)
        }
        return try workList.instances([], limit: 999)
    }

    @Test func `each class and transfer syntax has a context of its own, and few associations carry them`() throws {
        let kinds = SOPClass.storedImages.prefix(3).flatMap { sopClass in
            TransferSyntax.all.prefix(2).map { (sopClass.description, $0.uid.description) }
        }
        let instances = try stored(
            (0..<12).map { try instance($0, kinds[$0 % kinds.count].0, kinds[$0 % kinds.count].1) })
        let one = MoveDestination.batches(of: instances)
        #expect(one.count == 1)
        #expect(one[0].proposals.count == 6)
        #expect(one[0].proposals.allSatisfy { $0.transferSyntaxes.count == 1 })
        #expect(one[0].instances == instances)
        let several = MoveDestination.batches(of: instances, limit: 4)
        #expect(several.map(\.proposals.count) == [4, 2])
        #expect(several.map(\.instances.count) == [8, 4])
        #expect(Set(several.flatMap { $0.instances.map(\.sopInstanceUID) }).count == 12)
    }

    @Test func `an object of a transfer syntax the node does not know is left to fail`() throws {
        let batches = MoveDestination.batches(
            of: try stored([try instance(1, "1.2.840.10008.5.1.4.1.1.1", "1.2.3.4")]))
        #expect(batches.count == 1)
        #expect(batches[0].proposals.isEmpty)
        #expect(batches[0].instances.count == 1)
    }
}
