package import DICOMCore

/// Progress of a C-GET or C-MOVE (PS3.4 C.4.2.1.6, C.4.3.1.4).
package struct SubOperationCounts: Sendable, Equatable {
    package var remaining = 0
    package var completed = 0
    package var failed = 0
    package var warning = 0

    /// The counts at the start of a retrieval.
    package init(remaining: Int) { self.remaining = remaining }
}

/// The messages that the node sends.
extension CommandSet {
    /// The response to a request: same SOP class and, for C-STORE and the N-services, same instance.
    ///
    /// - Parameters:
    ///   - comment: Error Comment for the peer's operator; cut to the 64 characters of an LO, and free of patient data.
    ///   - hasDataSet: whether an identifier follows.
    package init(
        respondingTo request: CommandSet, status: DIMSEStatus, comment: String? = nil, hasDataSet: Bool = false
    ) {
        self.init()
        self[.commandField] = (request[.commandField] ?? 0) | 0x8000
        self[.messageIDBeingRespondedTo] = request[.messageID]
        if let sopClass = request.text(.affectedSOPClassUID) ?? request.text(.requestedSOPClassUID) {
            setText(.affectedSOPClassUID, sopClass)
        }
        let hasInstance: Set<Field?> = [.storeRequest, .actionRequest, .eventReportRequest]
        if hasInstance.contains(request.field),
            let instance = request.text(.affectedSOPInstanceUID) ?? request.text(.requestedSOPInstanceUID)
        {
            setText(.affectedSOPInstanceUID, instance)
        }
        if request.field == .actionRequest { self[.actionTypeID] = request[.actionTypeID] }
        if request.field == .eventReportRequest { self[.eventTypeID] = request[.eventTypeID] }
        self[.dataSetType] = hasDataSet ? 0x0001 : 0x0101
        self[.status] = status.rawValue
        if let comment { setText(.errorComment, String(String.UnicodeScalarView(comment.unicodeScalars.prefix(64)))) }
    }

    /// The response to a C-GET or C-MOVE, with the counts; only a pending one has the remaining count.
    package init(
        respondingTo request: CommandSet, status: DIMSEStatus, counts: SubOperationCounts, comment: String? = nil,
        hasDataSet: Bool = false
    ) {
        self.init(respondingTo: request, status: status, comment: comment, hasDataSet: hasDataSet)
        if status.isPending || status == .cancel { self[.remainingSubOperations] = UInt16(clamping: counts.remaining) }
        self[.completedSubOperations] = UInt16(clamping: counts.completed)
        self[.failedSubOperations] = UInt16(clamping: counts.failed)
        self[.warningSubOperations] = UInt16(clamping: counts.warning)
    }

    /// A C-STORE request (PS3.7 9.3.1.1) of medium priority.
    ///
    /// - Parameter originator: in a C-MOVE sub-operation, the AE that requested the move and its message ID.
    package init(
        storing instance: UID, of sopClass: UID, messageID: UInt16,
        originator: (aeTitle: AETitle, messageID: UInt16)? = nil
    ) {
        self.init()
        setText(.affectedSOPClassUID, sopClass.description)
        self[.commandField] = Field.storeRequest.rawValue
        self[.messageID] = messageID
        self[.priority] = 0x0000
        self[.dataSetType] = 0x0001
        setText(.affectedSOPInstanceUID, instance.description)
        if let originator {
            setText(.moveOriginatorAETitle, originator.aeTitle.description)
            self[.moveOriginatorMessageID] = originator.messageID
        }
    }

    /// An N-ACTION request (PS3.7 10.3.5.1) with its action information in a data set.
    package init(action type: UInt16, on instance: UID, of sopClass: UID, messageID: UInt16) {
        self.init()
        setText(.requestedSOPClassUID, sopClass.description)
        self[.commandField] = Field.actionRequest.rawValue
        self[.messageID] = messageID
        self[.dataSetType] = 0x0001
        setText(.requestedSOPInstanceUID, instance.description)
        self[.actionTypeID] = type
    }

    /// An N-EVENT-REPORT request (PS3.7 10.3.1.1) with its event information in a data set.
    package init(reporting type: UInt16, of instance: UID, of sopClass: UID, messageID: UInt16) {
        self.init()
        setText(.affectedSOPClassUID, sopClass.description)
        self[.commandField] = Field.eventReportRequest.rawValue
        self[.messageID] = messageID
        self[.dataSetType] = 0x0001
        setText(.affectedSOPInstanceUID, instance.description)
        self[.eventTypeID] = type
    }
}
