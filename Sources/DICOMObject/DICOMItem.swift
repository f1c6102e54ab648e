import CDCMTK
package import DICOMCore

/// A data set or an item of one of its sequences; keeps its file alive.
package struct DICOMItem {
    let file: DICOMFile
    let handle: OpaquePointer?

    /// Text as Unicode, decoded with the object's Specific Character Set and stripped of padding; `nil` if the
    /// attribute is absent, empty or not text. Multiple values stay joined by `\`.
    package func string(_ tag: Tag) -> String? {
        guard let (bytes, isPersonName) = text(tag) else { return nil }
        let text = file.characterSet.decode(bytes, isPersonName: isPersonName)
        let isPadding: (Character) -> Bool = { $0 == " " || $0 == "\0" }
        guard let last = text.lastIndex(where: { !isPadding($0) }) else { return nil }
        return String(text[...last].drop(while: isPadding))
    }

    /// The raw bytes of a text value, padding included; `nil` if absent or not text.
    package func bytes(_ tag: Tag) -> [UInt8]? { text(tag)?.bytes }

    func text(_ tag: Tag) -> (bytes: [UInt8], isPersonName: Bool)? {
        var text: UnsafePointer<CChar>?
        var length = 0
        var isPersonName = false
        guard let handle, cd_item_text(handle, tag.group, tag.element, &text, &length, &isPersonName), let text else {
            return nil
        }
        return ([UInt8](UnsafeRawBufferPointer(start: text, count: length)), isPersonName)
    }

    /// One value of a numeric attribute, binary or text (VR US, SS, UL, SL, FL, FD, DS, IS); `nil` if it has no value.
    package func number(_ tag: Tag, at index: Int = 0) -> Double? {
        var number = 0.0
        guard let handle, cd_item_number(handle, tag.group, tag.element, index, &number), number.isFinite else {
            return nil
        }
        return number
    }

    /// One value of a numeric attribute; `nil` if it is not a whole number.
    package func integer(_ tag: Tag, at index: Int = 0) -> Int? { number(tag, at: index).flatMap { Int(exactly: $0) } }

    /// Value representation and length in bytes of an attribute; `nil` if it is absent.
    func element(_ tag: Tag) -> (vr: String, length: Int)? {
        var vr: UnsafePointer<CChar>?
        var length = 0
        guard let handle, cd_item_element(handle, tag.group, tag.element, &vr, &length), let vr else { return nil }
        return (String(cString: vr), length)
    }

    /// The 16-bit words of a look-up table (VR OW, US or SS).
    func words(_ tag: Tag) -> [UInt16]? {
        var count = 0
        guard let handle, let words = cd_item_words(handle, tag.group, tag.element, &count) else { return nil }
        return [UInt16](UnsafeBufferPointer(start: words, count: count))
    }

    /// The first items of a sequence, at most `limit`; empty if it is absent. Finding an item takes time in
    /// proportion to its index.
    package func items(_ tag: Tag, limit: Int = .max) -> [DICOMItem] {
        guard let handle else { return [] }
        return (0..<min(cd_item_count(handle, tag.group, tag.element), limit)).map { index in
            DICOMItem(file: file, handle: cd_item_child(handle, tag.group, tag.element, index))
        }
    }
}
