internal import Glibc
internal import Synchronization

/// Converts text to and from Unicode with the C library.
enum Iconv {
    /// The conversions for which a converter stays open. glibc opens a file for the first converter of a conversion and
    /// forgets it after the last: without a free descriptor, a name would then be read as if it were in another set.
    private static let kept = Mutex<Set<String>>([])

    /// Opens a converter, which the caller closes. Waits while the process has no free descriptor or memory.
    ///
    /// - Returns: nil if the C library does not know one of the character sets.
    private static func open(to target: String, from source: String) -> iconv_t? {
        func attempt() -> iconv_t? {
            for _ in 0..<5000 {
                if let converter = iconv_open(target, source), converter != UnsafeMutableRawPointer(bitPattern: -1) {
                    return converter
                }
                guard [EMFILE, ENFILE, ENOMEM].contains(errno) else { return nil }
                usleep(1000)
            }
            return nil
        }
        guard let converter = attempt() else { return nil }
        let isFirst = kept.withLock { $0.insert("\(source) to \(target)").inserted }
        if isFirst { _ = attempt() }
        return converter
    }

    /// Encodes text in the named character set; `nil` if a character is not in it.
    static func encode(_ text: String, to name: String) -> [UInt8]? {
        guard let converter = open(to: name, from: "UTF-8") else { return nil }
        defer { iconv_close(converter) }
        var input = text.utf8.map { CChar(bitPattern: $0) }
        // A character takes at most four bytes in any of these sets for each UTF-8 byte.
        var output = [CChar](repeating: 0, count: input.count * 4 + 16)
        let written = input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                convert(input, to: output, with: converter)
            }
        }
        return written.map { output.prefix($0).map { UInt8(bitPattern: $0) } }
    }

    /// Decodes `bytes` in the named character set; `nil` if not all of them are characters of it.
    static func decode(_ bytes: [UInt8], from name: String) -> String? {
        guard let converter = open(to: "UTF-8", from: name) else { return nil }
        defer { iconv_close(converter) }
        var input = bytes.map { CChar(bitPattern: $0) }
        // A character takes at most six bytes of UTF-8 for each byte in these sets.
        var output = [CChar](repeating: 0, count: bytes.count * 6 + 16)
        let written = input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                convert(input, to: output, with: converter)
            }
        }
        return written.map { String(decoding: output.prefix($0).map { UInt8(bitPattern: $0) }, as: UTF8.self) }
    }

    /// Converts the whole input and returns the number of bytes written; `nil` if a part of it cannot be converted, or
    /// only to something similar.
    private static func convert(
        _ input: UnsafeMutableBufferPointer<CChar>, to output: UnsafeMutableBufferPointer<CChar>,
        with converter: iconv_t
    ) -> Int? {
        var next = input.baseAddress
        var left = input.count
        var place = output.baseAddress
        var room = output.count
        let result = iconv(converter, &next, &left, &place, &room)
        return result == 0 && left == 0 ? output.count - room : nil
    }
}
