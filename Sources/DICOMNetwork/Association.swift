internal import CDCMTK
internal import DICOMCore

/// An open association (PS3.8): whole command sets in and out, data sets as the bytes they are.
///
/// Belongs to the thread that serves it and blocks that thread; every wait has an end.
package final class Association {
    package let request: AssociationRequest
    /// Accepted contexts by their identifier.
    package let contexts: [UInt8: PresentationContext]

    private let handle: OpaquePointer
    /// Of an association that a peer opened; its end is the listener's business.
    private let entry: AssociationRegistry.Entry?
    /// Whether the node asked for it, and closes its connection.
    private let isRequested: Bool
    private let deadlines: Deadlines

    init(
        _ handle: OpaquePointer, request: AssociationRequest, contexts: [UInt8: PresentationContext],
        entry: AssociationRegistry.Entry, deadlines: Deadlines
    ) {
        self.handle = handle
        self.request = request
        self.contexts = contexts
        self.entry = entry
        self.deadlines = deadlines
        isRequested = false
    }

    /// An association the node asked for; takes the handle over.
    init(
        requested handle: OpaquePointer, of peer: Peer, callingAETitle: AETitle, proposals: [ContextProposal],
        deadlines: Deadlines
    ) {
        self.handle = handle
        self.deadlines = deadlines
        entry = nil
        isRequested = true
        var contexts: [UInt8: PresentationContext] = [:]
        var proposed: [ProposedContext] = []
        for (index, proposal) in proposals.prefix(ContextProposal.limit).enumerated() {
            let identifier = UInt8(2 * index + 1)
            proposed.append(
                ProposedContext(
                    identifier: identifier, abstractSyntax: proposal.abstractSyntax.description,
                    transferSyntaxes: proposal.transferSyntaxes.map(\.uid.description),
                    requestorIsSCU: proposal.isSCU, requestorIsSCP: proposal.isSCP))
            var accepted = cd_accepted()
            guard cd_association_accepted(handle, index, &accepted),
                let syntax = TransferSyntax(uid: String(cString: accepted.transfer_syntax))
            else { continue }
            contexts[identifier] = PresentationContext(
                identifier: identifier, abstractSyntax: proposal.abstractSyntax, transferSyntax: syntax,
                requestorIsSCU: accepted.is_scu, requestorIsSCP: accepted.is_scp)
        }
        self.contexts = contexts
        request = AssociationRequest(
            callingAETitle: callingAETitle.description, calledAETitle: peer.aeTitle.description, implementation: "",
            peer: "\(peer.host ?? ""):\(peer.port)", address: peer.host ?? "", isSecure: peer.usesTLS,
            applicationContext: AssociationRequest.dicomApplicationContext, contexts: proposed)
    }

    deinit { if isRequested { cd_association_destroy(handle) } }

    /// A message as it begins: the command and the context it came in.
    package struct Message: Sendable {
        package let context: PresentationContext
        package let command: CommandSet
    }

    /// No command set comes near this; what does is not DICOM.
    private static let commandLimit = 64 << 10

    /// Waits for the next command set.
    ///
    /// - Returns: `nil` where the peer released the association, which has been answered.
    package func receiveMessage() throws(NetworkError) -> Message? {
        guard entry?.becomeIdle() ?? true else { throw .stopping }
        var pdv = cd_pdv()
        let outcome = cd_association_read_pdv(handle, &pdv, deadlines.idle)
        entry?.becomeBusy()
        if outcome == .released {
            try check(cd_association_acknowledge_release(handle, deadlines.message), while: .sending)
            return nil
        }
        if outcome == .closed, entry?.isStopping == true { throw .stopping }
        try check(outcome, while: .idle)

        guard let context = contexts[pdv.context] else {
            throw .protocolViolation("a message in a presentation context that was not accepted")
        }
        var bytes: [UInt8] = []
        let end = ContinuousClock.now + .milliseconds(Int(deadlines.message))
        for fragment in 0... {
            guard pdv.is_command, pdv.context == context.identifier else {
                throw .protocolViolation("a data set where a command is due")
            }
            bytes += UnsafeRawBufferPointer(start: pdv.data, count: pdv.length)
            guard bytes.count <= Association.commandLimit, fragment < 1000 else {
                throw .protocolViolation("a command set without end")
            }
            if pdv.is_last { break }
            guard ContinuousClock.now < end else { throw .timedOut(while: .receiving) }
            try check(cd_association_read_pdv(handle, &pdv, deadlines.message), while: .receiving)
        }
        return Message(context: context, command: try CommandSet(decoding: bytes))
    }

    /// Hands on the data set of the message just received, fragment by fragment as it arrives.
    package func receiveDataSet(
        of message: Message, _ body: (UnsafeRawBufferPointer) -> Void
    ) throws(NetworkError) {
        var pdv = cd_pdv()
        let end = ContinuousClock.now + .milliseconds(Int(deadlines.dataSet))
        repeat {
            guard ContinuousClock.now < end else { throw .timedOut(while: .receiving) }
            try check(cd_association_read_pdv(handle, &pdv, deadlines.message), while: .receiving)
            guard !pdv.is_command, pdv.context == message.context.identifier else {
                throw .protocolViolation("a command where a data set is due")
            }
            body(UnsafeRawBufferPointer(start: pdv.data, count: pdv.length))
        } while !pdv.is_last
    }

    /// Whether the peer has sent something that has not been read: in a C-FIND or C-GET a cancellation, most likely.
    package var hasInput: Bool { cd_association_has_input(handle) }

    /// Sends a message whose data set, if it has one, is at hand.
    ///
    /// - Parameter moreFollows: another message comes at once, and this one may wait to leave with it.
    package func send(
        _ command: CommandSet, in context: PresentationContext, dataSet: [UInt8]? = nil, moreFollows: Bool = false
    ) throws(NetworkError) {
        cd_association_expect_more(handle, dataSet != nil || moreFollows)
        defer { cd_association_expect_more(handle, false) }
        try send(command.encoded, in: context, isCommand: true, isLast: true)
        guard let dataSet else { return }
        cd_association_expect_more(handle, moreFollows)
        try send(dataSet, in: context, isCommand: false, isLast: true)
    }

    /// Sends a message with a stored data set, byte for byte.
    package func send(
        _ command: CommandSet, in context: PresentationContext, dataSet: StoredDataSet
    ) throws(NetworkError) {
        try send(command.encoded, in: context, isCommand: true, isLast: true)
        // Whole PDVs, and few enough bytes that the size of the object does not matter.
        let pdv = max(1, cd_association_max_pdv(handle))
        let step = max(pdv, (1 << 20) / pdv * pdv)
        try dataSet.forEachChunk(ofAtMost: step) { (chunk, isLast) throws(NetworkError) in
            try send(chunk, in: context, isCommand: false, isLast: isLast)
        }
    }

    private func send(
        _ bytes: [UInt8], in context: PresentationContext, isCommand: Bool, isLast: Bool
    ) throws(NetworkError) {
        let outcome = bytes.withUnsafeBytes {
            cd_association_write(
                handle, context.identifier, isCommand, $0.baseAddress, $0.count, isLast, deadlines.message)
        }
        try check(outcome, while: .sending)
    }

    private func check(_ outcome: cd_outcome, while phase: NetworkError.Phase) throws(NetworkError) {
        switch outcome {
        case .done: return
        case .released: throw .protocolViolation("a release within a message")
        case .aborted: throw .aborted
        case .closed: throw .closed
        case .timedOut: throw .timedOut(while: phase)
        case .insecure: throw .tls(String(cString: cd_last_error()))
        case .failed: throw .protocolViolation(String(cString: cd_last_error()))
        }
    }

    /// Releases an association the node asked for.
    package func release() throws(NetworkError) {
        try check(cd_association_release(handle, deadlines.message), while: .sending)
    }

    /// Ends the association with an A-ABORT, unless there is nobody left to read it.
    package func abort(after error: NetworkError) {
        switch error {
        case .closed, .aborted, .tls: return
        default: cd_association_abort(handle, deadlines.abort)
        }
    }
}
