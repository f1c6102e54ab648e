package import DICOMCore

/// The outcome of a store request for each instance (PS3.18 10.5.3, annex I).
package struct StoreInstancesResponse: Sendable {
    /// Why an instance is not stored: a Failure Reason (0008,1197) of PS3.18 Table I.2-2.
    package enum Reason: UInt16, Sendable {
        /// 0110H: the node could not do it.
        case processing = 0x0110
        /// 0111H: other bytes are stored under the UID.
        case duplicate = 0x0111
        /// 0122H: the SOP class is not accepted.
        case classNotSupported = 0x0122
        /// A700H: no room.
        case outOfResources = 0xA700
        /// A900H: the study of the path is another one.
        case otherStudy = 0xA900
        /// C000H: no DICOM, or no UIDs.
        case notUnderstood = 0xC000
        /// C122H: the transfer syntax is not accepted.
        case syntaxNotSupported = 0xC122
    }

    private enum Outcome {
        case stored(InstanceReference)
        case failed(InstanceReference?, Reason)
    }

    private var outcomes: [Outcome] = []

    package init() {}

    /// An instance that is on disk.
    package mutating func stored(_ header: InstanceHeader) {
        outcomes.append(.stored(InstanceReference(header)))
    }

    /// An instance that is not stored.
    package mutating func failed(_ header: InstanceHeader, _ reason: Reason) {
        outcomes.append(.failed(InstanceReference(header), reason))
    }

    /// An instance that is not stored and of which only the file meta information can be read; without it, a part of which
    /// nothing is known.
    package mutating func failed(_ identity: PartIdentity?, _ reason: Reason) {
        let reference = identity.map {
            InstanceReference(
                studyInstanceUID: "", seriesInstanceUID: "", sopClassUID: $0.sopClassUID,
                sopInstanceUID: $0.sopInstanceUID)
        }
        outcomes.append(.failed(reference, reason))
    }

    package var storedCount: Int {
        outcomes.count { if case .stored = $0 { true } else { false } }
    }

    package var isEmpty: Bool { outcomes.isEmpty }

    /// 200 if all are stored, 202 if some are, 409 if none are; 503 if none are stored only because the disk has no room.
    package var httpStatus: Int {
        if storedCount == outcomes.count, !outcomes.isEmpty { return 200 }
        if storedCount > 0 { return 202 }
        let isFull = outcomes.allSatisfy { if case .failed(_, .outOfResources) = $0 { true } else { false } }
        return isFull && !outcomes.isEmpty ? 503 : 409
    }

    /// - Parameter studies: the absolute URI of `studies`, without a slash at its end.
    package func elements(studies: String) -> [MetadataElement] {
        var stored: [[MetadataElement]] = []
        var failed: [[MetadataElement]] = []
        var others: [[MetadataElement]] = []
        var ofStudies: Set<String> = []
        for outcome in outcomes {
            switch outcome {
            case .stored(let reference):
                let study = reference.studyInstanceUID
                ofStudies.insert(study)
                let series = "\(studies)/\(study)/series/\(reference.seriesInstanceUID)"
                let uri = "\(series)/instances/\(reference.sopInstanceUID)"
                stored.append(reference.elements + [MetadataElement(.retrieveURL, .uniformResource, .texts([uri]))])
            case .failed(let reference?, let reason): failed.append(reference.elements + [reason.element])
            case .failed(nil, let reason): others.append([reason.element])
            }
        }
        var elements: [MetadataElement] = []
        if ofStudies.count == 1, let study = ofStudies.first {
            elements.append(MetadataElement(.retrieveURL, .uniformResource, .texts(["\(studies)/\(study)"])))
        }
        for (tag, items) in [
            (Tag.failedSOPSequence, failed), (.referencedSOPSequence, stored), (.otherFailures, others),
        ]
        where !items.isEmpty {
            elements.append(MetadataElement(tag, .sequence, .items(items)))
        }
        return elements
    }
}

extension InstanceReference {
    fileprivate init(_ header: InstanceHeader) {
        self.init(
            studyInstanceUID: header.studyInstanceUID, seriesInstanceUID: header.seriesInstanceUID,
            sopClassUID: header.sopClassUID, sopInstanceUID: header.sopInstanceUID)
    }

    fileprivate var elements: [MetadataElement] {
        [
            MetadataElement(.referencedSOPClassUID, .uniqueIdentifier, .texts([sopClassUID])),
            MetadataElement(.referencedSOPInstanceUID, .uniqueIdentifier, .texts([sopInstanceUID])),
        ]
    }
}

extension StoreInstancesResponse.Reason {
    fileprivate var element: MetadataElement {
        MetadataElement(.failureReason, .unsignedShort, .numbers(["\(rawValue)"]))
    }
}

extension Tag {
    fileprivate static let retrieveURL = Tag(0x0008, 0x1190)
    fileprivate static let otherFailures = Tag(0x0008, 0x119A)
}

extension VR {
    fileprivate static let uniformResource = VR(UInt8(ascii: "U"), UInt8(ascii: "R"))
}
