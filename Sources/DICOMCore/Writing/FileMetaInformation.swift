/// The file meta information that precedes a data set in a file (PS3.10 7.1).
///
/// It names no source and no version, so that the same object from two devices or after an upgrade gives the same file and
/// the same hash.
package struct FileMetaInformation: Sendable, Equatable {
    package var sopClassUID: UID
    package var sopInstanceUID: UID
    package var transferSyntax: TransferSyntax

    /// Describes an object and its transfer syntax.
    package init(sopClassUID: UID, sopInstanceUID: UID, transferSyntax: TransferSyntax) {
        self.sopClassUID = sopClassUID
        self.sopInstanceUID = sopInstanceUID
        self.transferSyntax = transferSyntax
    }

    /// The preamble, the prefix `DICM` and group 0002, always in Explicit VR Little Endian.
    package var encoded: [UInt8] {
        var group = DataSetWriter(.explicitLittleEndian)
        group.append(Tag(0x0002, 0x0001), .otherByte, bytes: [0x00, 0x01])
        group.append(FileMetaInformation.sopClassUIDTag, uid: sopClassUID)
        group.append(FileMetaInformation.sopInstanceUIDTag, uid: sopInstanceUID)
        group.append(.transferSyntaxUID, uid: transferSyntax.uid)
        group.append(Tag(0x0002, 0x0012), uid: Implementation.classUID)
        group.append(Tag(0x0002, 0x0013), .shortString, Implementation.name)
        var length = DataSetWriter(.explicitLittleEndian)
        length.append(Tag(0x0002, 0x0000), unsignedLong: UInt32(group.bytes.count))
        return [UInt8](repeating: 0, count: 128) + Array("DICM".utf8) + length.bytes + group.bytes
    }
}

extension FileMetaInformation {
    /// Media Storage SOP Class UID and Media Storage SOP Instance UID.
    package static let (sopClassUIDTag, sopInstanceUIDTag) = (Tag(0x0002, 0x0002), Tag(0x0002, 0x0003))

    /// Reads the UIDs of the file meta information of a whole file into `uids`, as texts, also those before an error.
    ///
    /// - Returns: the offset of the data set.
    @discardableResult
    package static func read(
        _ uids: inout [Tag: String], in source: inout ScanSource
    ) throws(HeaderScanError) -> Int {
        guard try source.bytes(at: 128, length: 4).map(Array.init) == Array("DICM".utf8) else { throw .noPrefix }
        var offset = 132
        while try source.bytes(at: offset, length: 2).map(Array.init) == [0x02, 0x00] {
            let element = try ElementHeader(at: offset, in: &source, encoding: .explicitLittleEndian)
            guard let length = element.length else { throw .badLength(element.tag, offset: offset) }
            guard element.valueStart + length <= source.count else {
                let missing = element.valueStart + length - source.count
                throw .truncated(offset: offset, tag: element.tag, missing: missing)
            }
            if [sopClassUIDTag, sopInstanceUIDTag, .transferSyntaxUID].contains(element.tag), length <= 66,
                let value = try source.bytes(at: element.valueStart, length: length)
            {
                uids[element.tag] = String(decoding: value, as: UTF8.self).trimmingSpaces
            }
            offset = element.valueStart + length
        }
        return offset
    }

    /// Where the data set of a file starts, and its encoding.
    package struct Location: Sendable {
        package let dataSetOffset: Int
        package let transferSyntax: TransferSyntax

        /// Reads the file meta information of a whole file.
        package init(in source: inout ScanSource) throws(HeaderScanError) {
            var uids: [Tag: String] = [:]
            dataSetOffset = try FileMetaInformation.read(&uids, in: &source)
            let uid = uids[.transferSyntaxUID]
            guard let transferSyntax = uid.flatMap(TransferSyntax.init(uid:)) else {
                // The message repeats the value only if it is a UID.
                throw .unknownTransferSyntax(uid: uid.flatMap(UID.init)?.description)
            }
            self.transferSyntax = transferSyntax
        }
    }
}
