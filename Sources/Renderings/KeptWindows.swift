import Decoding
import FoundationEssentials
import Imaging
import WorkListDatabase

/// The pictures that clients last asked for with a window or a size of their own: sixteen of each frame at most, because a
/// client that drags a window asks for another picture each time.
struct KeptWindows {
    private static let places: UInt64 = 16

    /// What stands before the picture in its file.
    private struct Head: Codable {
        let key: String
        let notices: [String]
    }

    private let cache: PictureCache
    private let instance: StoredInstance
    private let key: String
    private let frame: Int
    private let place: UInt64

    /// - Returns: nil if the request cannot be written down.
    init?(_ cache: PictureCache, _ instance: StoredInstance, _ rendering: Rendering, _ encoding: EightBitImage.Encoding)
    {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        guard let json = try? encoder.encode(rendering) else { return nil }
        (self.cache, self.instance) = (cache, instance)
        key = "\(encoding) \(String(decoding: json, as: UTF8.self))"
        // FNV-1a: the same request always has the same place.
        let hash = key.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        frame = rendering.frame
        place = hash % Self.places
    }

    private func name(_ place: UInt64) -> String { "\(frame)-window-\(place)" }

    /// Whether a picture of the frame is kept.
    var hasOthers: Bool { (0..<Self.places).contains { cache.has(ofRun: name($0), of: instance) } }

    /// The picture; nil if it is not kept, or if another one has its place.
    var picture: RenderedPicture? {
        guard let bytes = cache.bytes(ofRun: name(place), of: instance), let end = bytes.firstIndex(of: 0x0A),
            let head = try? JSONDecoder().decode(Head.self, from: Data(bytes[..<end])), head.key == key
        else { return nil }
        return RenderedPicture(bytes: Array(bytes[(end + 1)...]), notices: head.notices)
    }

    func keep(_ picture: RenderedPicture) {
        // JSON has no line end in it.
        guard let head = try? JSONEncoder().encode(Head(key: key, notices: picture.notices)) else { return }
        cache.keep(Array(head) + [0x0A] + picture.bytes, ofRun: name(place), of: instance)
    }
}
