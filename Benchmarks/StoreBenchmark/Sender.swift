import DICOMCore
import DICOMNetwork
import Platform

/// Stores objects one after the other over one association.
struct Sender: Sendable {
    let peer: Peer
    let object: NumberedObject
    let numbers: Range<Int>

    struct NotStored: Error {
        let status: UInt16?
    }

    /// Sends the objects and returns the seconds from each request to its response.
    func run() async throws -> [Double] {
        try await OwnedThread.run(name: "sender") { try send() }
    }

    private func send() throws -> [Double] {
        guard let title = AETitle("MODALITY1") else { return [] }
        let association = try AssociationRequestor(callingAETitle: title)
            .open(to: peer, proposing: [ContextProposal(object.sopClassUID, [object.transferSyntax])])
        guard let context = association.contexts[1] else { throw NotStored(status: nil) }
        var latencies: [Double] = []
        for number in numbers {
            guard let instance = object.instance(number) else { continue }
            let start = ContinuousClock.now
            try association.send(
                CommandSet(
                    storing: instance.uid, of: object.sopClassUID, messageID: UInt16(truncatingIfNeeded: number)),
                in: context, dataSet: instance.dataSet)
            let status = try association.receiveMessage()?.command[.status]
            guard status == 0 else { throw NotStored(status: status) }
            latencies.append((ContinuousClock.now - start) / .seconds(1))
        }
        try association.release()
        return latencies
    }
}
