/// One of the eight ways to lay a square picture of a film: four turns, each with the film as it was taken or mirrored.
///
/// Encoded in JSON as `upright`, `turnedLeft`, `upsideDown` or `turnedRight`, with the prefix `mirrored` for a mirrored
/// film, such as `mirroredUpsideDown`.
package struct FilmOrientation: Sendable, Hashable {
    package enum Turn: String, Sendable, CaseIterable {
        case upright
        /// Turned by 90 degrees counterclockwise.
        case turnedLeft
        case upsideDown
        /// Turned by 90 degrees clockwise.
        case turnedRight
    }

    package let turn: Turn
    /// Whether left and right are exchanged before the turn.
    package let isMirrored: Bool

    package init(_ turn: Turn, isMirrored: Bool) {
        self.turn = turn
        self.isMirrored = isMirrored
    }

    /// The four turns, then the four turns of the mirrored film.
    package static let all = [false, true].flatMap { isMirrored in
        Turn.allCases.map { FilmOrientation($0, isMirrored: isMirrored) }
    }

    package static let upright = FilmOrientation(.upright, isMirrored: false)
    package static let mirrored = FilmOrientation(.upright, isMirrored: true)

    /// Whether the head is not at the top.
    package var isTurned: Bool { turn != .upright }

    /// The orientation that undoes this one. A mirrored one undoes itself.
    package var inverse: FilmOrientation {
        let opposite: Turn =
            switch turn {
            case .turnedLeft: .turnedRight
            case .turnedRight: .turnedLeft
            case .upright, .upsideDown: turn
            }
        return isMirrored ? self : FilmOrientation(opposite, isMirrored: false)
    }

    /// Lays an upright picture of `size * size * channels` values, row by row, in this orientation.
    package func callAsFunction(_ pixels: [Float], size: Int, channels: Int = 1) -> [Float] {
        let last = size - 1
        return pixels.withUnsafeBufferPointer { pixels in
            [Float](unsafeUninitializedCapacity: size * size * channels) { output, filled in
                for row in 0..<size {
                    for column in 0..<size {
                        let (y, x): (Int, Int) =
                            switch turn {
                            case .upright: (row, column)
                            case .turnedLeft: (column, last - row)
                            case .upsideDown: (last - row, last - column)
                            case .turnedRight: (last - column, row)
                            }
                        let (from, to) = (y * size + (isMirrored ? last - x : x), row * size + column)
                        for channel in 0..<channels {
                            output[to * channels + channel] = pixels[from * channels + channel]
                        }
                    }
                }
                filled = size * size * channels
            }
        }
    }

    /// `turned by 90 degrees to the left`, `mirrored and upside down`
    package var words: String {
        let words: String =
            switch turn {
            case .upright: isMirrored ? "" : "upright"
            case .turnedLeft: "turned by 90 degrees to the left"
            case .upsideDown: "upside down"
            case .turnedRight: "turned by 90 degrees to the right"
            }
        return [isMirrored ? "mirrored" : "", words].filter { !$0.isEmpty }.joined(separator: " and ")
    }
}

extension FilmOrientation: Codable {
    private var name: String {
        isMirrored ? "mirrored" + turn.rawValue.prefix(1).uppercased() + turn.rawValue.dropFirst() : turn.rawValue
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let name = try container.decode(String.self)
        guard let orientation = Self.all.first(where: { $0.name == name }) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "\(name) is not an orientation")
        }
        self = orientation
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(name)
    }
}
