/// A script that the text of a page may be in: those of the character sets of PS3.3 C.12.1.1.2, and all others.
package enum PageScript: String, Sendable, CaseIterable {
    case latin = "Latin"
    case greek = "Greek"
    case cyrillic = "Cyrillic"
    case hebrew = "Hebrew"
    case arabic = "Arabic"
    case thai = "Thai"
    case chinese = "Chinese"
    case japanese = "Japanese"
    case korean = "Korean"
    case other = "another script"

    /// The Debian package with fonts for the script.
    package var package: String {
        switch self {
        case .latin, .greek, .cyrillic, .hebrew, .arabic: "fonts-dejavu-core"
        case .chinese, .japanese, .korean: "fonts-noto-cjk"
        case .thai, .other: "fonts-noto-core"
        }
    }

    /// The scripts of DICOM's character sets that no installed font has; throws `notDrawn` without Pango.
    package static func withoutFont() throws(DICOMObjectError) -> [PageScript] {
        try withoutFont(in: allCases.map(\.sample))
    }

    /// The scripts that occur in these texts with a character that no installed font has. The
    /// characters are not returned, because they may be from a patient's name.
    static func withoutFont(in texts: [String]) throws(DICOMObjectError) -> [PageScript] {
        var scalars: [PageScript: Set<Unicode.Scalar>] = [:]
        for scalar in texts.lazy.flatMap(\.unicodeScalars) {
            if let script = PageScript(scalar) { scalars[script, default: []].insert(scalar) }
        }
        let canvas = try PageCanvas(picture: 1, 1, scale: 1)
        return allCases.filter { script in
            guard let found = scalars[script] else { return false }
            return !canvas.hasFont(for: String(String.UnicodeScalarView(found.sorted())))
        }
    }

    /// A few letters of the script.
    private var sample: String {
        switch self {
        case .latin: "\u{E9}\u{159}"
        case .greek: "\u{3A9}\u{3BB}"
        case .cyrillic: "\u{416}\u{44F}"
        case .hebrew: "\u{5D0}\u{5D1}"
        case .arabic: "\u{639}\u{645}"
        case .thai: "\u{E01}\u{E33}"
        case .chinese: "\u{4E2D}\u{6587}"
        case .japanese: "\u{3042}\u{30AB}"
        case .korean: "\u{D55C}\u{AD6D}"
        case .other: ""
        }
    }

    /// The script of a character by its block; nil for ASCII and controls.
    private init?(_ scalar: Unicode.Scalar) {
        guard scalar.value >= 0xA0 else { return nil }
        switch scalar.value {
        case 0xA0...0x36F, 0x1E00...0x1EFF, 0x2000...0x206F: self = .latin
        case 0x370...0x3FF, 0x1F00...0x1FFF: self = .greek
        case 0x400...0x52F: self = .cyrillic
        case 0x590...0x5FF: self = .hebrew
        case 0x600...0x6FF, 0x750...0x77F, 0xFB50...0xFDFF, 0xFE70...0xFEFF: self = .arabic
        case 0xE00...0xE7F: self = .thai
        case 0x3040...0x30FF, 0x31F0...0x31FF, 0xFF65...0xFF9F: self = .japanese
        case 0x1100...0x11FF, 0x3130...0x318F, 0xAC00...0xD7FF: self = .korean
        case 0x2E80...0x303F, 0x3400...0x9FFF, 0xF900...0xFAFF, 0xFF00...0xFF64, 0x20000...0x323AF: self = .chinese
        default: self = .other
        }
    }
}
