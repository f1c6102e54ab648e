package import FoundationEssentials

/// Where the model's decoder looked while it wrote each sentence of a draft, over a grid of places on each film. It does not
/// show why a sentence was written, and is no evidence for it.
package struct DraftAttention: Sendable, Equatable, Codable {
    /// The places on a film. Distances are shares of the film's height and width.
    package struct Grid: Sendable, Equatable, Codable {
        /// Rows and columns of places.
        package let size: Int
        /// Distance of the first row and column from the film's top and left edge.
        package let first: Double
        /// Distance between neighbours.
        package let step: Double

        package init(size: Int, first: Double, step: Double) {
            (self.size, self.first, self.step) = (size, first, step)
        }
    }

    /// A film that the decoder read.
    package struct Film: Sendable, Equatable, Codable {
        /// SOP Instance UID.
        package let instance: String
        /// Counted from 1.
        package let frame: Int

        package init(instance: String, frame: Int) {
            (self.instance, self.frame) = (instance, frame)
        }
    }

    package let grid: Grid
    package let films: [Film]
    /// For each sentence in the order of the draft, the attention to the places of each film in turn, row by row:
    /// `films.count * grid.size * grid.size` bytes, of which 255 is the sentence's highest.
    package let sentences: [Data]

    package init(grid: Grid, films: [Film], sentences: [Data]) {
        (self.grid, self.films, self.sentences) = (grid, films, sentences)
    }
}

extension DraftAttention {
    /// The text that the work list stores.
    var json: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
    }

    package init(json: String) throws {
        self = try JSONDecoder().decode(Self.self, from: Data(json.utf8))
    }
}
