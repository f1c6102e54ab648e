import DICOMCore
import Decoding
import DICOMWebEncoding
import Foundation
import Imaging
import Renderings
import WebServing

/// The parameters of the query that say how an image is rendered (PS3.18 8.3.5.1).
struct RenderingParameters: Equatable {
    /// Window and viewport.
    private var rendering = Rendering()
    /// JPEG quality, 1 to 100.
    private(set) var quality = Renderer.quality
    /// Warnings about parameters that are not supported.
    private(set) var notes: [String] = []

    /// Limit on columns and rows of a thumbnail; the size without a viewport is half of it. Text that is burned into an image
    /// cannot be read in it.
    private static let thumbnailLimit = 512

    init(_ query: Substring) throws(WebError) {
        for parameter in try Self.parameters(query) {
            let words = try Self.words(parameter)
            switch parameter.name {
            case "viewport": rendering.viewport = try Self.viewport(words)
            case "window": rendering.window = try Self.window(words)
            case "quality":
                guard words.count == 1, let quality = Int(words[0]), (1...100).contains(quality) else {
                    throw .parameter("quality", expected: "a number from 1 to 100")
                }
                self.quality = quality
            case "annotation":
                guard !words.isEmpty, words.allSatisfy({ ["patient", "technique"].contains($0) }) else {
                    throw .parameter("annotation", expected: "patient, technique or both")
                }
                notes.append("annotation is not supported: nothing is written into the picture")
            case "iccprofile":
                guard words.count == 1, ["no", "yes", "srgb", "adobergb", "rommrgb"].contains(words[0]) else {
                    throw .parameter("iccprofile", expected: "no, yes, srgb, adobergb or rommrgb")
                }
                if words[0] != "no" { notes.append("iccprofile is not supported: the picture is grey") }
            default: break
            }
        }
    }

    func rendering(ofFrame number: Int) -> Rendering {
        var rendering = rendering
        rendering.frame = number
        return rendering
    }

    /// Reads the parameters of a thumbnail, which has only a viewport.
    static func thumbnail(_ query: Substring) throws(WebError) -> RenderingParameters {
        var thumbnail = try RenderingParameters("")
        thumbnail.rendering.viewport = Viewport(columns: thumbnailLimit / 2, rows: thumbnailLimit / 2)
        for parameter in try parameters(query) where parameter.name == "viewport" {
            let viewport = try Self.viewport(try words(parameter))
            guard viewport.region == nil else { throw .parameter("viewport", expected: "a width and a height") }
            thumbnail.rendering.viewport = Viewport(
                columns: min(viewport.columns, thumbnailLimit), rows: min(viewport.rows, thumbnailLimit))
        }
        return thumbnail
    }

    /// - Throws: if one is there twice.
    private static func parameters(_ query: Substring) throws(WebError) -> [QueryString.Parameter] {
        let parameters = try QueryString(query).parameters
        var names: Set<String> = []
        for parameter in parameters where !names.insert(parameter.name).inserted {
            // An unknown name is not repeated in the error: it may be a misplaced value, such as a patient's name.
            throw .repeatedParameter(Self.names.contains(parameter.name) ? parameter.name : "in the query")
        }
        return parameters
    }

    private static let names: Set<String> = ["accept", "viewport", "window", "quality", "annotation", "iccprofile"]

    private static func words(_ parameter: QueryString.Parameter) throws(WebError) -> [String] {
        try QueryString.decode(parameter.raw).split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }

    /// `center,width,function`.
    private static func window(_ words: [String]) throws(WebError) -> VOIWindow {
        let functions: [String: VOIWindow.Function] = [
            "linear": .linear, "linear-exact": .linearExact, "sigmoid": .sigmoid,
        ]
        guard words.count == 3, let center = number(words[0]), let width = number(words[1]),
            let function = functions[words[2].lowercased()],
            let window = VOIWindow(center: center, width: width, function: function)
        else {
            throw .parameter(
                "window",
                expected: "a center, a width above 0 (of linear from 1 on), and linear, linear-exact or sigmoid")
        }
        return window
    }

    /// `vw,vh[,sx,sy,sw,sh]`, of which those of the source may be left empty; a negative width or height flips.
    private static func viewport(_ words: [String]) throws(WebError) -> Viewport {
        let error = WebError.parameter(
            "viewport",
            expected: "a width and a height from 1 to 65535, and perhaps a part of the image: x,y,width,height")
        guard words.count == 2 || words.count == 6, let columns = Int(words[0]), let rows = Int(words[1]),
            (1...65535).contains(columns), (1...65535).contains(rows)
        else { throw error }
        var viewport = Viewport(columns: columns, rows: rows)
        guard words.count == 6 else { return viewport }
        var part: [Double?] = []
        for word in words[2...] {
            if word.isEmpty {
                part.append(nil)
            } else {
                guard let number = number(word), abs(number) <= 1_000_000 else { throw error }
                part.append(number)
            }
        }
        let (left, top) = (part[0] ?? 0, part[1] ?? 0)
        guard left >= 0, top >= 0, part[2] != 0, part[3] != 0 else { throw error }
        viewport.region = .init(left: left, top: top, width: part[2].map(abs), height: part[3].map(abs))
        viewport.isMirrored = part[2] ?? 0 < 0
        viewport.isUpsideDown = part[3] ?? 0 < 0
        return viewport
    }

    /// A decimal number as PS3.18 writes it.
    private static func number(_ text: String) -> Double? {
        guard !text.isEmpty, text.count <= 16, text.allSatisfy({ "0123456789+-.eE".contains($0) }) else { return nil }
        return Double(text).flatMap { $0.isFinite ? $0 : nil }
    }
}
