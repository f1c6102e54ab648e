import DICOMCore
import DICOMNetwork
import DICOMTestPeer
import Testing

private let policy = NegotiationPolicy([
    SOPClass.computedRadiographyImage: .init(transferSyntaxes: TransferSyntax.all, isSCP: true, isSCU: true),
    SOPClass.basicTextSR: .init(transferSyntaxes: [.explicitVRLittleEndian], isSCP: false, isSCU: true),
])

private func answer(
    _ sopClass: UID, _ syntaxes: [String], scu: Bool = true, scp: Bool = false
) -> ContextAnswer {
    policy.answer(
        ProposedContext(
            identifier: 1, abstractSyntax: sopClass.description, transferSyntaxes: syntaxes, requestorIsSCU: scu,
            requestorIsSCP: scp))
}

@Test func `selects the sender's first transfer syntax that is offered`() {
    let syntaxes = ["1.2.840.10008.1.2.4.92", "1.2.840.10008.1.2.4.70", "1.2.840.10008.1.2.1"]
    guard case .accepted(let context) = answer(SOPClass.computedRadiographyImage, syntaxes) else {
        Issue.record("not accepted")
        return
    }
    #expect(context.transferSyntax == .jpegLosslessFirstOrder)
    #expect(context.requestorIsSCU && !context.requestorIsSCP)
}

@Test func `prefers a transfer syntax it can decode to one it can only store`() {
    let cases: [([TransferSyntax], TransferSyntax)] = [
        ([.jpegXLLossless, .jpegXL, .jpeg2000, .explicitVRLittleEndian], .jpeg2000),
        ([.explicitVRLittleEndian, .jpegXL], .explicitVRLittleEndian),
        ([.jpegXLRecompression, .highThroughputJPEG2000], .highThroughputJPEG2000),
        ([.jpegXLRecompression, .jpegXL], .jpegXLRecompression),
    ]
    for (proposed, expected) in cases {
        guard case .accepted(let context) = answer(SOPClass.computedRadiographyImage, proposed.map(\.uid.description))
        else {
            Issue.record("\(proposed) not accepted")
            continue
        }
        #expect(context.transferSyntax == expected)
    }
}

@Test func `distinguishes an unknown class, an unknown transfer syntax and an unsupported role`() {
    #expect(answer(SOPClass.verification, ["1.2.840.10008.1.2"]) == .abstractSyntaxNotSupported)
    #expect(
        answer(SOPClass.computedRadiographyImage, ["1.2.840.10008.1.2.4.92"]) == .transferSyntaxesNotSupported)
    #expect(answer(SOPClass.computedRadiographyImage, []) == .transferSyntaxesNotSupported)
    #expect(answer(SOPClass.basicTextSR, ["1.2.840.10008.1.2.1"]) == .userRejection)
}

@Test func `sends reports to a peer that accepts them`() {
    guard
        case .accepted(let context) = answer(SOPClass.basicTextSR, ["1.2.840.10008.1.2.1"], scu: false, scp: true)
    else {
        Issue.record("not accepted")
        return
    }
    #expect(context.requestorIsSCP && !context.requestorIsSCU)
}

@Test func `agrees on every context with a peer that proposes a hundred`() throws {
    let acceptor = RecordingAcceptor(offers: [
        SOPClass.computedRadiographyImage: .init(transferSyntaxes: TransferSyntax.all)
    ])
    let running = try RunningListener(acceptor)
    let peer = try TestPeer(port: running.port)
    var proposals: [TestPeer.Proposal] = []
    for index in 0..<100 {
        let abstractSyntax = index % 2 == 0 ? SOPClass.computedRadiographyImage : SOPClass.basicTextSR
        proposals.append(TestPeer.Proposal(UInt8(2 * index + 1), abstractSyntax, [TransferSyntax.all[index % 10]]))
    }
    guard case .accepted(let contexts) = try peer.associate(proposals) else {
        Issue.record("not accepted")
        return
    }
    #expect(contexts.count == 50)
    for (identifier, syntax) in contexts {
        #expect(syntax == TransferSyntax.all[Int(identifier / 2) % 10].uid.description)
    }
    #expect(try peer.release())
}

@Test func `selects the syntax that serves most objects only if the requestor is to receive them`() {
    let policy = NegotiationPolicy([
        SOPClass.computedRadiographyImage: .init(
            transferSyntaxes: TransferSyntax.all, isSCP: true, isSCU: true, preferred: .explicitVRLittleEndian)
    ])
    for (isReceiver, expected) in [(true, TransferSyntax.explicitVRLittleEndian), (false, .implicitVRLittleEndian)] {
        let answer = policy.answer(
            ProposedContext(
                identifier: 1, abstractSyntax: SOPClass.computedRadiographyImage.description,
                transferSyntaxes: ["1.2.840.10008.1.2", "1.2.840.10008.1.2.1"], requestorIsSCP: isReceiver))
        guard case .accepted(let context) = answer else {
            Issue.record("not accepted")
            continue
        }
        #expect(context.transferSyntax == expected)
    }
}
