internal import Glibc
internal import Synchronization

/// Converts text to and from Unicode with the C library.
enum Iconv {
    private static let converters = Mutex<[String: Converter]>([:])

    /// Encodes text in the named character set; `nil` if a character is not in it.
    static func encode(_ text: String, to name: String) -> [UInt8]? {
        // A character takes at most four bytes in any of these sets for each UTF-8 byte.
        converter(to: name, from: "UTF-8")?.convert(Array(text.utf8), limit: text.utf8.count * 4 + 16)
    }

    /// Decodes `bytes` in the named character set; `nil` if not all of them are characters of it.
    static func decode(_ bytes: [UInt8], from name: String) -> String? {
        // A character takes at most six bytes of UTF-8 for each byte in these sets.
        converter(to: "UTF-8", from: name)?.convert(bytes, limit: bytes.count * 6 + 16)
            .map { String(decoding: $0, as: UTF8.self) }
    }

    /// The converter of a conversion; nil if the C library does not know one of the character sets.
    private static func converter(to target: String, from source: String) -> Converter? {
        let name = "\(source) to \(target)"
        if let known = converters.withLock({ $0[name] }) { return known }
        guard let converter = Converter(to: target, from: source) else { return nil }
        return converters.withLock { converters in
            let first = converters[name] ?? converter
            converters[name] = first
            return first
        }
    }
}

/// A conversion of the C library, for one text at a time. It stays open: glibc opens a file for the first converter of a
/// conversion and forgets it after the last; without a free descriptor, a name would then be read as if it were in another
/// set.
private final class Converter: Sendable {
    private let handle: Mutex<iconv_t>

    /// Waits while the process has no free descriptor or memory.
    init?(to target: String, from source: String) {
        var opened: iconv_t?
        for _ in 0..<5000 {
            opened = iconv_open(target, source)
            guard opened == UnsafeMutableRawPointer(bitPattern: -1) else { break }
            opened = nil
            guard [EMFILE, ENFILE, ENOMEM].contains(errno) else { return nil }
            usleep(1000)
        }
        guard let opened else { return nil }
        handle = Mutex(opened)
    }

    deinit { handle.withLock { _ = iconv_close($0) } }

    /// The whole text converted; `nil` if a part of it cannot be converted, or only to something similar.
    ///
    /// - Parameter limit: bytes that the result has at most.
    func convert(_ text: [UInt8], limit: Int) -> [UInt8]? {
        var input = text.map { CChar(bitPattern: $0) }
        var output = [CChar](repeating: 0, count: limit)
        let written: Int? = handle.withLock { converter in
            input.withUnsafeMutableBufferPointer { input in
                output.withUnsafeMutableBufferPointer { output in
                    var next = input.baseAddress
                    var left = input.count
                    var place = output.baseAddress
                    var room = output.count
                    // Forgets the escape sequences of the text before.
                    iconv(converter, nil, nil, nil, nil)
                    let result = iconv(converter, &next, &left, &place, &room)
                    return result == 0 && left == 0 ? output.count - room : nil
                }
            }
        }
        return written.map { output.prefix($0).map { UInt8(bitPattern: $0) } }
    }
}
