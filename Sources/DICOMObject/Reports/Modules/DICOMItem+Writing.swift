import CDCMTK
import DICOMCore

/// Builds a data set. Only objects created here are saved.
extension DICOMItem {
    /// Sets a text attribute to these bytes, which may be empty.
    func set(_ tag: Tag, bytes: [UInt8]) throws(DICOMObjectError) {
        let status = bytes.withUnsafeBytes { buffer in
            cd_item_set_text(
                handle, tag.group, tag.element, buffer.bindMemory(to: CChar.self).baseAddress, buffer.count)
        }
        try DICOMObjectError.check(status)
    }

    /// Sets an attribute whose values are ASCII in every character set: codes, identifiers, numbers, dates.
    func set(_ tag: Tag, _ text: String) throws(DICOMObjectError) { try set(tag, bytes: Array(text.utf8)) }

    /// Sets an attribute of bytes (VR OB), or of 8-bit pixels; pads an odd number of bytes.
    func setBinary(_ tag: Tag, _ bytes: [UInt8]) throws(DICOMObjectError) {
        let even = bytes.count % 2 == 0 ? bytes : bytes + [0]
        try DICOMObjectError.check(cd_item_set_bytes(handle, tag.group, tag.element, even, even.count))
    }

    /// Creates an empty sequence if it does not exist.
    func setSequence(_ tag: Tag) throws(DICOMObjectError) {
        try DICOMObjectError.check(cd_item_set_sequence(handle, tag.group, tag.element))
    }

    /// Appends an item to a sequence.
    func append(to tag: Tag) throws(DICOMObjectError) -> DICOMItem {
        var child: OpaquePointer?
        try DICOMObjectError.check(cd_item_append(handle, tag.group, tag.element, &child))
        return DICOMItem(file: file, handle: child)
    }

    /// Copies an attribute byte for byte; does nothing if the source lacks it.
    func copy(_ tag: Tag, from source: DICOMItem) throws(DICOMObjectError) {
        try DICOMObjectError.check(cd_item_copy(handle, source.handle, tag.group, tag.element))
    }

    /// The item's own character set, which replaces the data set's within the item (PS3.3 C.12.1.1.2); nil if it
    /// declares none.
    var ownCharacterSet: CharacterSet? {
        bytes(.specificCharacterSet).map { CharacterSet(String(decoding: $0, as: UTF8.self)) }
    }

    /// Converts a text attribute, or every text within a sequence, from `characterSet` to UTF-8.
    func convertToUnicode(_ tag: Tag, from characterSet: CharacterSet) throws(DICOMObjectError) {
        for item in items(tag) {
            let own = item.ownCharacterSet
            if own != nil { try item.set(.specificCharacterSet, "ISO_IR 192") }
            var index = 0
            var (group, element) = (UInt16(0), UInt16(0))
            while cd_item_tag_at(item.handle, index, &group, &element) {
                try item.convertToUnicode(Tag(group, element), from: own ?? characterSet)
                index += 1
            }
        }
        guard cd_item_is_text(handle, tag.group, tag.element), let (bytes, isPersonName) = text(tag) else { return }
        try set(tag, bytes: Array(characterSet.decode(bytes, isPersonName: isPersonName).utf8))
    }

    /// Whether every reader of the declared defined terms reads a text attribute, and every text within a sequence, as
    /// this node does: its bytes are all in the declared sets.
    func isDeclared(_ tag: Tag, in definedTerms: String) -> Bool {
        for item in items(tag) {
            let terms = item.bytes(.specificCharacterSet).map { String(decoding: $0, as: UTF8.self) } ?? definedTerms
            var index = 0
            var (group, element) = (UInt16(0), UInt16(0))
            while cd_item_tag_at(item.handle, index, &group, &element) {
                guard item.isDeclared(Tag(group, element), in: terms) else { return false }
                index += 1
            }
        }
        guard cd_item_is_text(handle, tag.group, tag.element), let (bytes, isPersonName) = text(tag) else {
            return true
        }
        let declared = CharacterSet(definedTerms, undeclared: .withoutDefault)
        return declared.decodeDeclared(bytes, isPersonName: isPersonName)
            == CharacterSet(definedTerms).decode(bytes, isPersonName: isPersonName)
    }

    /// Sets a code sequence to one item.
    func set(_ tag: Tag, code: CodedConcept, meaning: [UInt8]) throws(DICOMObjectError) {
        let item = try append(to: tag)
        try item.set(.codeValue, code.value)
        try item.set(.codingSchemeDesignator, code.scheme)
        try item.set(.codeMeaning, bytes: meaning)
    }
}
