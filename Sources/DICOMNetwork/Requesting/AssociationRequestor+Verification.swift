package import DICOMCore

extension AssociationRequestor {
    /// Opens an association with a peer and sends a C-ECHO on it (PS3.4 A). Blocks.
    ///
    /// - Returns: the status of the response.
    package func verify(_ peer: Peer) throws(NetworkError) -> DIMSEStatus {
        let association = try open(
            to: peer, proposing: [ContextProposal(SOPClass.verification, [.implicitVRLittleEndian])])
        guard let context = association.contexts.values.first else {
            try association.release()
            throw .protocolViolation("it accepted the association but no context for Verification")
        }
        try association.send(CommandSet(verifyingWith: 1), in: context)
        guard let answer = try association.receiveMessage(), let status = answer.command[.status] else {
            throw .protocolViolation("it did not answer the C-ECHO")
        }
        try association.release()
        return DIMSEStatus(rawValue: status)
    }
}

extension CommandSet {
    /// A C-ECHO request (PS3.7 9.3.5.1).
    init(verifyingWith messageID: UInt16) {
        self.init()
        setText(.affectedSOPClassUID, SOPClass.verification.description)
        self[.commandField] = Field.echoRequest.rawValue
        self[.messageID] = messageID
        self[.dataSetType] = 0x0101
    }
}
