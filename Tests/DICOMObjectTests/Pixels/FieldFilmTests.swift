import Foundation
import Imaging
import TestHarness
import Testing

@testable import DICOMObject

/// An object of `Field` that shows `film.png`, with what its draft must say.
struct FieldFilm: Sendable, CustomTestStringConvertible {
    let name: String
    let applied: String
    /// What each notice contains, in order.
    let notices: [String]

    var testDescription: String { name }

    private init(_ name: String, _ applied: String, _ notices: String...) {
        (self.name, self.applied, self.notices) = (name, applied, notices)
    }

    static let folder = packageRoot.appending(path: "Tests/DICOMObjectTests/Field")

    static let all: [FieldFilm] = {
        let range = "range of the values, 0 to 3968"
        let window = "Window 1 (center 2048, width 2000) was passed over: it shows only 51 % of the film as grey"
        return [
            FieldFilm("lut_data_empty_window", range, "LUT Data (0028,3006) is empty", window),
            FieldFilm("lut_item_without_data", range, "LUT Descriptor (0028,3002) is missing", window),
            FieldFilm(
                "lut_bits_0_window", range, "LUT Descriptor (0028,3002) is 4096\\0\\0, with entries of 0 bits", window),
            FieldFilm(
                "lut_one_entry_less_window", range, "LUT Data (0028,3006) has 4095 words for the 4096 entries", window),
            FieldFilm("lut_8bit_OB", range, "LUT Data (0028,3006) is 4096 bytes of VR OB"),
            FieldFilm(
                "rescale_zero_slope", "window 1 (center 2048, width 4096)",
                "Rescale Slope (0028,1053) is \"0\", which cannot be meant"),
            FieldFilm("highbit_11_stored16", range, "High Bit (0028,0102) is 11, which cannot be meant; 15 was used"),
            FieldFilm(
                "mono_lowercase", range,
                "Photometric Interpretation (0028,0004) is \"monochrome2\"; it was read as MONOCHROME2"),
            FieldFilm(
                "photometric_rgb_1sample", range,
                "Photometric Interpretation (0028,0004) is \"RGB\", which cannot be meant with 1 sample"),
            FieldFilm(
                "win_1_0", range, "Window 1 (center 0, width 1) was passed over: it shows nearly all of the film"),
            FieldFilm(
                "win_outside", range,
                "Window 1 (center 60000, width 100) was passed over: it shows nearly all of the film"),
        ]
    }()
}

struct FieldFilmTests {
    @Test(arguments: FieldFilm.all)
    func `shows the film and says what was passed over`(film: FieldFilm) throws {
        let path = FieldFilm.folder.appending(path: "\(film.name).dcm").path
        let displayed = try DICOMFile(path: path).displayedImage()
        #expect(displayed.transformation.applied == film.applied)
        let notices = displayed.transformation.notices
        #expect(notices.count == film.notices.count, "\(notices)")
        for (notice, part) in zip(notices, film.notices) { #expect(notice.contains(part), "\(notice)") }
        #expect(notices.allSatisfy { $0.hasSuffix(".") && $0.utf8.allSatisfy { (0x20..<0x7F).contains($0) } })

        let expected = try PictureFile.read(path: FieldFilm.folder.appending(path: "film.png").path)
        // The film's brightest pixel is 248 of 255, and white where its values' range is stretched: the model's input is
        // what must be the same.
        let recipe = Preprocessing(size: 128, clippedShare: 0.005)
        let (seen, meant) = (recipe.apply(displayed.picture), recipe.apply(expected))
        let difference = zip(seen, meant).map { abs($0 - $1) }.max() ?? 1
        #expect(difference < 0.01)
    }
}
