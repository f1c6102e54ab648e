internal import DICOMCore

/// The command set of a DIMSE message: group 0000 only, always Implicit VR Little Endian (PS3.7 6.3).
package struct CommandSet: Sendable, Equatable {
    /// Elements of group 0000 (PS3.7 Annex E).
    package enum Element: UInt16, Sendable {
        case affectedSOPClassUID = 0x0002
        case requestedSOPClassUID = 0x0003
        case commandField = 0x0100
        case messageID = 0x0110
        case messageIDBeingRespondedTo = 0x0120
        case moveDestination = 0x0600
        case priority = 0x0700
        case dataSetType = 0x0800
        case status = 0x0900
        case errorComment = 0x0902
        case affectedSOPInstanceUID = 0x1000
        case requestedSOPInstanceUID = 0x1001
        case eventTypeID = 0x1002
        case actionTypeID = 0x1008
        case remainingSubOperations = 0x1020
        case completedSubOperations = 0x1021
        case failedSubOperations = 0x1022
        case warningSubOperations = 0x1023
        case moveOriginatorAETitle = 0x1030
        case moveOriginatorMessageID = 0x1031

        fileprivate var isUID: Bool {
            switch self {
            case .affectedSOPClassUID, .requestedSOPClassUID, .affectedSOPInstanceUID, .requestedSOPInstanceUID: true
            default: false
            }
        }
    }

    /// The kind of message (PS3.7 Table E.1-1); a response is its request plus 8000H.
    package enum Field: UInt16, Sendable {
        case storeRequest = 0x0001
        case storeResponse = 0x8001
        case getRequest = 0x0010
        case getResponse = 0x8010
        case findRequest = 0x0020
        case findResponse = 0x8020
        case moveRequest = 0x0021
        case moveResponse = 0x8021
        case echoRequest = 0x0030
        case echoResponse = 0x8030
        case eventReportRequest = 0x0100
        case eventReportResponse = 0x8100
        case actionRequest = 0x0130
        case actionResponse = 0x8130
        case cancelRequest = 0x0FFF
    }

    /// Values by element number, without the padding they were sent with.
    private var values: [UInt16: [UInt8]] = [:]

    /// Creates an empty command set.
    package init() {}

    /// A two-byte element; `nil` if absent or of another length.
    package subscript(_ element: Element) -> UInt16? {
        get {
            guard let value = values[element.rawValue], value.count == 2 else { return nil }
            return UInt16(value[0]) | UInt16(value[1]) << 8
        }
        set {
            values[element.rawValue] = newValue.map { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
        }
    }

    /// A text element without padding; `nil` if absent or empty.
    package func text(_ element: Element) -> String? {
        guard let value = values[element.rawValue] else { return nil }
        let kept = value.reversed().drop { $0 == 0x00 || $0 == 0x20 }.reversed()
        return kept.isEmpty ? nil : String(decoding: Array(kept), as: UTF8.self)
    }

    /// Sets a text element (ASCII).
    package mutating func setText(_ element: Element, _ text: String) { values[element.rawValue] = Array(text.utf8) }

    /// The kind of message; `nil` if the node does not know it.
    package var field: Field? { self[.commandField].flatMap(Field.init) }

    /// Whether a data set follows (PS3.7 E.1: 0101H means none).
    package var hasDataSet: Bool { self[.dataSetType] != 0x0101 }
}

extension CommandSet {
    /// Decodes a whole command set.
    ///
    /// - Throws: `NetworkError.protocolViolation` if the bytes are not a command set.
    package init(decoding bytes: [UInt8]) throws(NetworkError) {
        var offset = 0
        while offset < bytes.count {
            guard offset + 8 <= bytes.count else { throw .protocolViolation("the command set ends within an element") }
            func number(_ place: Int, _ width: Int) -> Int {
                (0..<width).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
            }
            guard number(offset, 2) == 0x0000 else {
                throw .protocolViolation("the command set has an element outside group 0000")
            }
            let length = number(offset + 4, 4)
            guard length <= bytes.count - offset - 8 else {
                throw .protocolViolation("an element is longer than the command set")
            }
            let value = bytes[(offset + 8)..<(offset + 8 + length)]
            values[UInt16(number(offset + 2, 2))] = Array(value)
            offset += 8 + length
        }
    }

    /// The encoded command set, group length first.
    package var encoded: [UInt8] {
        var elements = DataSetWriter(.implicitLittleEndian)
        for (element, value) in values.sorted(by: { $0.key < $1.key }) where element != 0x0000 {
            // In implicit VR, only the padding depends on the VR: NUL for UIDs.
            let isUID = Element(rawValue: element)?.isUID ?? false
            elements.append(Tag(0x0000, element), isUID ? .uniqueIdentifier : .longString, bytes: value)
        }
        var length = DataSetWriter(.implicitLittleEndian)
        length.append(Tag(0x0000, 0x0000), unsignedLong: UInt32(elements.bytes.count))
        return length.bytes + elements.bytes
    }
}
