package import DICOMCore
package import DICOMNetwork

extension TestPeer {
    /// Sends a fragment as its own P-DATA-TF.
    package func sendFragment(_ bytes: some Collection<UInt8>, context: UInt8, isCommand: Bool, isLast: Bool) throws {
        let length = bytes.count + 2
        let header = (0..<4).reversed().map { UInt8(truncatingIfNeeded: length >> (8 * $0)) }
        let control: UInt8 = (isCommand ? 1 : 0) | (isLast ? 2 : 0)
        try socket.send(TestPeer.pdu(0x04, header + [context, control] + bytes))
    }

    /// Sends a message, with its data set in fragments of the given size.
    package func send(
        _ command: CommandSet, context: UInt8, dataSet: [UInt8]? = nil, fragmentSize: Int = 65_536
    ) throws {
        try sendFragment(command.encoded, context: context, isCommand: true, isLast: true)
        guard let dataSet else { return }
        var rest = dataSet[...]
        repeat {
            let fragment = rest.prefix(fragmentSize)
            rest = rest.dropFirst(fragmentSize)
            try sendFragment(fragment, context: context, isCommand: false, isLast: rest.isEmpty)
        } while !rest.isEmpty
    }

    /// The next message with its data set; `nil` if the other side ended the association or sent no message.
    package func readMessage() throws -> (command: CommandSet, dataSet: [UInt8]?)? {
        guard let command = try readFragments(), command.isCommand else { return nil }
        let decoded = try CommandSet(decoding: command.bytes)
        guard decoded.hasDataSet else { return (decoded, nil) }
        guard let dataSet = try readFragments(), !dataSet.isCommand else { return nil }
        return (decoded, dataSet.bytes)
    }

    private func readFragments() throws -> (isCommand: Bool, bytes: [UInt8])? {
        var bytes: [UInt8] = []
        while let (type, body) = try readPDU(), type == 0x04 {
            // The node writes one PDV per PDU.
            bytes += body.dropFirst(6)
            if body[5] & 2 != 0 { return (body[5] & 1 != 0, bytes) }
        }
        return nil
    }

    /// Sends a request of any kind.
    package static func request(
        _ field: CommandSet.Field, _ sopClass: UID, messageID: UInt16 = 1, hasDataSet: Bool = false
    ) -> CommandSet {
        var command = CommandSet()
        command.setText(.affectedSOPClassUID, sopClass.description)
        command[.commandField] = field.rawValue
        command[.messageID] = messageID
        command[.dataSetType] = hasDataSet ? 1 : 0x0101
        return command
    }

    /// Sends a C-STORE and returns the status of its response; `nil` if the association ended instead.
    package func store(
        _ dataSet: [UInt8], _ sopClass: UID, _ instance: String, context: UInt8 = 1, fragmentSize: Int = 65_536
    ) throws -> DIMSEStatus? {
        var command = TestPeer.request(.storeRequest, sopClass, hasDataSet: true)
        command.setText(.affectedSOPInstanceUID, instance)
        command[.priority] = 0
        try send(command, context: context, dataSet: dataSet, fragmentSize: fragmentSize)
        return try readMessage()?.command[.status].map(DIMSEStatus.init)
    }

    /// Releases the association; returns true if the other side agreed.
    package func release() throws -> Bool {
        try socket.send(TestPeer.pdu(0x05, [0, 0, 0, 0]))
        return try readPDU()?.type == 0x06
    }
}
