import DICOMCore
import Testing

@testable import DICOMNetwork

struct StorageBatchTests {
    private struct Object: StoredObject, Equatable {
        let sopClassUID: String
        let sopInstanceUID: String
        let transferSyntaxUID: String
        let path = ""
        let byteCount = 1
    }

    private static let syntaxes = TransferSyntax.all.prefix(2).map { "\($0.uid)" }

    @Test func `each class and transfer syntax has its own context, and few associations carry them`() {
        let kinds = SOPClass.storedImages.prefix(3).flatMap { sopClass in Self.syntaxes.map { ("\(sopClass)", $0) } }
        let objects = (0..<12).map {
            Object(
                sopClassUID: kinds[$0 % kinds.count].0, sopInstanceUID: "1.1.\($0)",
                transferSyntaxUID: kinds[$0 % kinds.count].1)
        }
        let one = StorageBatch.split(objects, object: \.self)
        #expect(one.count == 1)
        #expect(one[0].proposals.count == 6)
        #expect(one[0].proposals.allSatisfy { $0.transferSyntaxes.count == 1 })
        #expect(one[0].elements == objects)
        let several = StorageBatch.split(objects, limit: 4, object: \.self)
        #expect(several.map(\.proposals.count) == [4, 2])
        #expect(several.map(\.elements.count) == [8, 4])
        #expect(Set(several.flatMap { $0.elements.map(\.sopInstanceUID) }).count == 12)
    }

    @Test func `what can be rewritten has a context for each syntax it can be sent in, shared with others`() throws {
        func object(_ syntax: TransferSyntax) -> Object {
            Object(
                sopClassUID: SOPClass.basicTextSR.description, sopInstanceUID: "1.1",
                transferSyntaxUID: syntax.uid.description)
        }
        let objects = [TransferSyntax.explicitVRLittleEndian, .implicitVRLittleEndian, .deflatedExplicitVRLittleEndian]
        let batch = try #require(StorageBatch.split(objects.map(object), object: \.self).first)
        #expect(
            batch.proposals.map(\.transferSyntaxes) == [
                [.explicitVRLittleEndian], [.implicitVRLittleEndian], [.deflatedExplicitVRLittleEndian],
            ])
        #expect(
            StorageBatch.split(objects.map(object), limit: 2, object: \.self).map(\.proposals.count) == [2, 3])
    }

    @Test func `more than 128 contexts take another association, and none is cut`() {
        let objects = (1...300).map {
            Object(sopClassUID: "1.2.\($0)", sopInstanceUID: "1.1.\($0)", transferSyntaxUID: Self.syntaxes[0])
        }
        let batches = StorageBatch.split(objects, object: \.self)
        #expect(batches.map(\.proposals.count) == [128, 128, 44])
        #expect(batches.flatMap(\.elements) == objects)
    }

    @Test func `an object of an unknown transfer syntax is proposed nowhere and stays in a batch`() {
        let batches = StorageBatch.split(
            [Object(sopClassUID: "1.2.840.10008.5.1.4.1.1.1", sopInstanceUID: "1", transferSyntaxUID: "1.2.3.4")],
            object: \.self)
        #expect(batches.count == 1)
        #expect(batches[0].proposals.isEmpty)
        #expect(batches[0].elements.count == 1)
    }

    @Test func `a requestor refuses more contexts than an association has`() throws {
        let title = try #require(AETitle("PEER"))
        var peer = Peer(name: "peer", aeTitle: title)
        peer.host = "127.0.0.1"
        let proposals = (0...128).compactMap { UID("1.2.\($0)") }.map { ContextProposal($0, [.implicitVRLittleEndian]) }
        #expect(throws: NetworkError.self) {
            try AssociationRequestor(callingAETitle: title).open(to: peer, proposing: proposals)
        }
    }
}
