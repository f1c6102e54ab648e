internal import CDCMTK
internal import DICOMCore

/// An open association (PS3.8): sends and receives whole command sets, and data sets as raw bytes.
///
/// Belongs to the thread that serves it and blocks that thread; every wait has a timeout.
package final class Association {
    package let request: AssociationRequest
    /// Accepted contexts by identifier.
    package let contexts: [UInt8: PresentationContext]

    private let handle: OpaquePointer
    /// Entry of an association that a peer opened; the listener closes it.
    private let entry: AssociationRegistry.Entry?
    /// Whether the node requested the association and therefore closes the connection.
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

    /// Creates an association that the node requested; takes ownership of the handle.
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

    /// The beginning of a message: its command and its context.
    package struct Message: Sendable {
        package let context: PresentationContext
        package let command: CommandSet
    }

    /// Limit on a command set in bytes, well above any valid one.
    private static let commandLimit = 64 << 10

    /// Waits for the next command set.
    ///
    /// - Returns: `nil` if the peer released the association; the release has been answered.
    package func receiveMessage() throws(NetworkError) -> Message? {
        guard entry?.becomeIdle() ?? true else { throw .stopping }
        var pdv = cd_pdv()
        cd_association_begin_message(handle, deadlines.message, deadlines.leastRate)
        let outcome = cd_association_read_pdv(handle, &pdv, deadlines.idle)
        entry?.becomeBusy()
        if outcome == .released {
            try check(cd_association_acknowledge_release(handle, deadlines.message), while: .sending)
            return nil
        }
        if outcome == .closed, entry?.isStopping == true { throw .stopping }
        try check(outcome, while: .idle)

        guard let context = contexts[pdv.context] else {
            throw .protocolViolation("it used a presentation context that was not accepted")
        }
        var bytes: [UInt8] = []
        for fragment in 0... {
            guard pdv.is_command, pdv.context == context.identifier else {
                throw .protocolViolation("it sent a data set instead of a command")
            }
            bytes += UnsafeRawBufferPointer(start: pdv.data, count: pdv.length)
            guard bytes.count <= Association.commandLimit, fragment < 1000 else {
                throw .protocolViolation("its command set is too long")
            }
            if pdv.is_last { break }
            try check(cd_association_read_pdv(handle, &pdv, 0), while: .receiving)
        }
        return Message(context: context, command: try CommandSet(decoding: bytes))
    }

    /// Passes on the data set of the message just received, fragment by fragment as it arrives.
    package func receiveDataSet(
        of message: Message, _ body: (UnsafeRawBufferPointer) -> Void
    ) throws(NetworkError) {
        var pdv = cd_pdv()
        repeat {
            try check(cd_association_read_pdv(handle, &pdv, 0), while: .receiving)
            guard !pdv.is_command, pdv.context == message.context.identifier else {
                throw .protocolViolation("it sent a command instead of a data set")
            }
            body(UnsafeRawBufferPointer(start: pdv.data, count: pdv.length))
        } while !pdv.is_last
    }

    /// Whether the peer has sent something that has not been read: in a C-FIND or C-GET a cancellation, most likely.
    package var hasInput: Bool { cd_association_has_input(handle, 0) }

    /// Waits until the peer sends something, at most for `duration`; returns whether it did.
    package func waitForInput(upTo duration: Duration) -> Bool {
        cd_association_has_input(handle, Int32(clamping: Int((duration / .milliseconds(1)).rounded(.up))))
    }

    /// Sends a message with its data set, if any, from memory.
    ///
    /// - Parameter moreFollows: another message follows at once, so this one may be sent together with it.
    package func send(
        _ command: CommandSet, in context: PresentationContext, dataSet: [UInt8]? = nil, moreFollows: Bool = false
    ) throws(NetworkError) {
        cd_association_expect_more(handle, dataSet != nil || moreFollows)
        defer { cd_association_expect_more(handle, false) }
        cd_association_begin_message(handle, deadlines.message, deadlines.leastRate)
        try send(command.encoded, in: context, isCommand: true, isLast: true)
        guard let dataSet else { return }
        cd_association_expect_more(handle, moreFollows)
        try send(dataSet, in: context, isCommand: false, isLast: true)
    }

    /// Sends a message with a stored data set, byte for byte.
    package func send(
        _ command: CommandSet, in context: PresentationContext, dataSet: StoredDataSet
    ) throws(NetworkError) {
        cd_association_begin_message(handle, deadlines.message, deadlines.leastRate)
        try send(command.encoded, in: context, isCommand: true, isLast: true)
        // Whole PDVs, in chunks small enough that memory does not depend on the object's size.
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
                handle, context.identifier, isCommand, $0.baseAddress, $0.count, isLast)
        }
        try check(outcome, while: .sending)
    }

    private func check(_ outcome: cd_outcome, while phase: NetworkError.Phase) throws(NetworkError) {
        switch outcome {
        case .done: return
        case .released: throw .protocolViolation("it requested release within a message")
        case .aborted: throw .aborted
        case .closed: throw .closed
        case .timedOut: throw .timedOut(while: phase)
        case .insecure: throw .tls(String(cString: cd_last_error()))
        case .failed: throw .protocolViolation(String(cString: cd_last_error()))
        }
    }

    /// Releases an association that the node requested.
    package func release() throws(NetworkError) {
        try check(cd_association_release(handle, deadlines.message), while: .sending)
    }

    /// Ends the association with an A-ABORT, unless the connection has ended already.
    package func abort(after error: NetworkError) {
        switch error {
        case .closed, .aborted, .tls: return
        default: cd_association_abort(handle, deadlines.abort)
        }
    }
}
