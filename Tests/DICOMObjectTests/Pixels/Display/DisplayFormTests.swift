import DICOMCore
import Foundation
import Imaging
import TestHarness
import Testing

@testable import DICOMObject

/// Compares what the standard's formulas make of an image's values and description with the picture that is drafted from.
struct DisplayFormTests {
    /// Returns the form, and the largest difference in 256 grays between what a page makes of it and the reporter's picture.
    private func form(of file: DICOMFile) throws -> (form: DisplayForm, difference: Int) {
        let form = try #require(try file.displayForm(threads: 1))
        let shades = try DisplayFormula.shades(form.values, JSONEncoder().encode(form.description))
        #expect(try form.picture == file.grayscaleImage())
        return (form, FieldFiles.difference(shades, EightBitImage(form.picture).pixels))
    }

    private func form(
        _ pixels: [UInt16], signed: Bool = false, _ set: (inout SyntheticObject) -> Void
    ) throws -> (form: DisplayForm, difference: Int) {
        var object = SyntheticObject(pixels: pixels, signed: signed)
        set(&object)
        return try object.read { try form(of: $0) }
    }

    /// A film of many greys, so that windows and tables are believed.
    private let ramp = (0..<4096).map { UInt16($0) }

    @Test func `every sample film is shown as the reporter's picture`() throws {
        let folder = packageRoot.appending(path: "samples/xrays").path
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".dcm") }
        #expect(names.count == 16)
        for name in names {
            #expect(try form(of: DICOMFile(path: "\(folder)/\(name)")).difference <= 1, "\(name)")
        }
    }

    @Test func `every decodable field film is shown as the reporter's picture`() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: FieldFiles.folder.path)
            .filter { $0.hasSuffix(".dcm") }
        var shown = 0
        for name in names {
            guard let file = try? DICOMFile(path: FieldFiles.path(name)), (try? file.grayscaleImage()) != nil else {
                continue
            }
            #expect(try form(of: file).difference <= 1, "\(name)")
            shown += 1
        }
        #expect(shown > 25)
    }

    @Test(arguments: ["LINEAR", "LINEAR_EXACT", "SIGMOID"], ["MONOCHROME1", "MONOCHROME2"])
    func `a window is shown with its function and inverted only once`(function: String, photometric: String) throws {
        let (form, difference) = try form(ramp) { object in
            object.set(0x0028, 0x0004, "CS", text: photometric)
            object.set(0x2050, 0x0020, "CS", text: photometric == "MONOCHROME1" ? "INVERSE" : "IDENTITY")
            object.set(0x0028, 0x1050, "DS", text: "2000\\1000")
            object.set(0x0028, 0x1051, "DS", text: "3000\\500")
            object.set(0x0028, 0x1055, "LO", text: "NORMAL\\HARDER")
            object.set(0x0028, 0x1056, "CS", text: function)
        }
        #expect(difference <= 1 && form.description.inverted == (photometric == "MONOCHROME1"))
        #expect(form.description.voi.map(\.name) == ["NORMAL", "HARDER", nil] && form.description.shown == 0)
        #expect(form.description.voi.last?.function == .range)
    }

    @Test func `a window that shows nothing stays a preset, and the reporter's choice is shown`() throws {
        let (form, difference) = try form(ramp) { object in
            object.set(0x0028, 0x1050, "DS", text: "60000\\2000")
            object.set(0x0028, 0x1051, "DS", text: "10\\4000")
        }
        #expect(form.description.voi.count == 3 && form.description.shown == 1 && difference <= 1)
        #expect(form.description.applied.hasPrefix("window 2") && form.description.notices.count == 1)
        // A window without a width cannot be a preset.
        let other = try self.form(ramp) { object in
            object.set(0x0028, 0x1050, "DS", text: "2000\\2000")
            object.set(0x0028, 0x1051, "DS", text: "0\\4000")
        }
        #expect(other.form.description.voi.count == 2 && other.form.description.shown == 0 && other.difference <= 1)
    }

    @Test func `a fractional slope rounds nothing`() throws {
        let pixels = ramp.map { UInt16(bitPattern: Int16(bitPattern: $0) - 2000) }
        let (form, difference) = try form(pixels, signed: true) { object in
            object.set(0x0028, 0x1052, "DS", text: "-1024.5")
            object.set(0x0028, 0x1053, "DS", text: "0.0371")
        }
        #expect(difference <= 1 && form.description.minimum == 0 && form.description.maximum == 4095)
        #expect(form.description.slope == 0.0371)
        #expect(abs(form.description.intercept - (-1024.5 - 2000 * 0.0371)) < 1e-9)
    }

    @Test func `a negative slope inverts the picture`() throws {
        let (form, difference) = try form(ramp) { object in
            object.set(0x0028, 0x1052, "DS", text: "4095")
            object.set(0x0028, 0x1053, "DS", text: "-1")
        }
        #expect(difference <= 1 && form.description.slope == -1 && form.picture.pixels[0] == 1)
    }

    private func table(_ entries: [UInt16], first: UInt16 = 0) -> SyntheticObject {
        var table = SyntheticObject.empty
        table.set(0x0028, 0x3002, "US", words: [UInt16(entries.count), first, 16])
        table.set(0x0028, 0x3003, "LO", text: "SOFT")
        table.set(0x0028, 0x3006, "OW", words: entries)
        return table
    }

    @Test func `tables are sent whole, and padding stays black when the film is inverted`() throws {
        let pixels = [UInt16](repeating: 4095, count: 500) + ramp
        let (form, difference) = try form(pixels) { object in
            object.set(0x0028, 0x0004, "CS", text: "MONOCHROME1")
            object.set(0x0028, 0x0120, "US", words: [4095])
            object.set(0x0028, 0x3010, items: [table((0..<4000).map { UInt16($0 * $0 / 245) }, first: 50)])
        }
        #expect(difference <= 1 && form.picture.pixels[0] == 0 && form.description.padding == [4095, 4095])
        #expect(form.description.maximum == 4094 && form.description.voi[0].name == "SOFT")
        #expect(form.description.voi[0].entries?.count == 8000 && form.description.voi[0].first == 50)
    }

    @Test func `padding under a modality table has a value of its own`() throws {
        let pixels = [UInt16](repeating: 7, count: 500) + ramp
        let (form, difference) = try form(pixels) { object in
            object.set(0x0028, 0x0120, "US", words: [0])
            object.set(0x0028, 0x0121, "US", words: [10])
            object.set(0x0028, 0x3000, items: [table(ramp.map { 65535 - $0 * 15 })])
        }
        #expect(difference <= 1 && form.description.slope == 1 && form.description.intercept == 0)
        let padding = try #require(form.description.padding)
        #expect(padding[0] == padding[1] && Int(form.values[0]) == padding[0])
        #expect(!(form.description.minimum...form.description.maximum).contains(padding[0]))
    }

    @Test func `colours are brightness in 256 steps`() throws {
        let (form, difference) = try form(of: DICOMFile(path: FieldFiles.path("pydicom_SC_rgb_jpeg.dcm")))
        #expect(difference == 0 && form.description.voi.count == 1 && form.description.lossy)
    }

    @Test func `attributes beside the pixels are read, and implausible ones passed over`() throws {
        let (form, _) = try form(ramp) { object in
            object.set(0x0018, 0x1114, "DS", text: "1.5")
            object.set(0x0018, 0x1164, "DS", text: "0.15\\0.3")
            object.set(0x0018, 0x5101, "CS", text: "PA")
            object.set(0x0020, 0x0020, "CS", text: "L\\F")
            object.set(0x0020, 0x0062, "CS", text: "U")
            object.set(0x0028, 0x0301, "CS", text: "NO")
            object.set(0x0028, 0x2110, "CS", text: "01")
            object.set(0x0028, 0x2112, "DS", text: "4\\10")
        }
        let facts = form.description
        #expect(facts.spacing?.kind == .detector && facts.aspect == 0.5)
        #expect(abs((facts.spacing?.row ?? 0) - 0.1) < 1e-9 && abs((facts.spacing?.column ?? 0) - 0.2) < 1e-9)
        #expect(facts.view == "PA" && facts.orientation == ["L", "F"] && facts.laterality == "U")
        #expect(facts.burnedIn == false && facts.lossy && facts.ratio == 10)
        let (bare, _) = try self.form(ramp) { object in
            object.set(0x0020, 0x0020, "CS", text: "LEFT\\F")
            object.set(0x0018, 0x5101, "CS", text: "P\u{1B}A" + String(repeating: "x", count: 90))
            object.set(0x0028, 0x0030, "DS", text: "0.2\\0.2")
        }
        #expect(bare.description.orientation == nil && bare.description.spacing?.kind == .stated)
        #expect(bare.description.view?.count == 64 && bare.description.view?.contains("\u{1B}") == false)
        #expect(bare.description.burnedIn == nil && !bare.description.lossy && bare.description.padding == nil)
    }

    private static let spacings: [(String, String?, String?, DisplayDescription.Spacing.Kind)] = [
        ("0.2\\0.2", "0.1\\0.1", nil, .calibrated),
        ("0.1\\0.1", "0.1\\0.1", nil, .detector), ("0.1\\0.1", "0.1\\0.1", "FIDUCIAL", .calibrated),
        ("0.1\\0.1", nil, "GEOMETRY", .calibrated),
    ]

    @Test(arguments: spacings)
    func `a pixel spacing states where it was measured`(
        stated: String, imager: String?, calibration: String?, kind: DisplayDescription.Spacing.Kind
    ) throws {
        let (form, _) = try form(ramp) { object in
            object.set(0x0028, 0x0030, "DS", text: stated)
            if let imager { object.set(0x0018, 0x1164, "DS", text: imager) }
            if let calibration { object.set(0x0028, 0x0A02, "CS", text: calibration) }
        }
        #expect(form.description.spacing?.kind == kind)
    }

    @Test func `a frame number outside the image gives no form`() throws {
        for number in [0, 2, .max] {
            let form = try SyntheticObject(pixels: ramp).read { try $0.displayForm(number, threads: 1) }
            #expect(form?.values == nil)
        }
    }
}
