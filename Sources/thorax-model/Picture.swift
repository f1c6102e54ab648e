import Imaging

/// A picture in any of the formats the program reads.
enum Picture {
    static func read(path: String) throws -> GrayscaleImage {
        try PictureFile.read(path: path)
    }
}
