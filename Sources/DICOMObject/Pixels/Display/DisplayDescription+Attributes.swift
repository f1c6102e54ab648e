import DICOMCore

extension DisplayDescription {
    /// Reads the attributes that a viewer displays beside the image.
    mutating func addAttributes(of item: DICOMItem) {
        spacing = Spacing(item)
        orientation = Self.orientation(item.string(.patientOrientation))
        view = item.string(.viewPosition).flatMap { Self.plain($0) }
        laterality = [Tag(0x0020, 0x0062), Tag(0x0020, 0x0060)].lazy.compactMap { item.string($0) }
            .first { ["R", "L", "U", "B"].contains($0) }
        // Burned In Annotation
        burnedIn = item.string(Tag(0x0028, 0x0301)).flatMap { $0 == "YES" ? true : $0 == "NO" ? false : nil }
        // Lossy Image Compression, and its ratios
        lossy = item.string(Tag(0x0028, 0x2110)) == "01"
        let ratios = (0..<8).compactMap { item.number(Tag(0x0028, 0x2112), at: $0) }
        ratio = lossy ? ratios.filter { $0 > 1 && $0 < 10_000 }.max() : nil
    }

    /// Parses the directions of a row and of a column, one to three letters each; nil for anything else.
    private static func orientation(_ text: String?) -> [String]? {
        let directions = (text ?? "").split(separator: "\\", omittingEmptySubsequences: false).map(String.init)
        let areLetters = directions.allSatisfy { direction in
            (1...3).contains(direction.count) && direction.allSatisfy("APRLHF".contains)
        }
        return directions.count == 2 && areLetters ? directions : nil
    }

    /// Limit on the characters of a text.
    package static let textLimit = 64

    /// Removes control characters and cuts the text to `textLimit`; nil if the result is empty.
    static func plain(_ text: String) -> String? {
        let scalars = text.unicodeScalars.filter { $0.properties.generalCategory != .control }
        let plain = String(String(String.UnicodeScalarView(scalars)).prefix(textLimit))
        return plain.isEmpty ? nil : plain
    }
}

extension DisplayDescription.Spacing {
    /// Prefers a calibrated Pixel Spacing, then Imager Pixel Spacing, then a Pixel Spacing of unknown origin. Pixel Spacing
    /// is calibrated if it has a calibration type or differs from Imager Pixel Spacing (PS3.3 10.7.1.3).
    fileprivate init?(_ item: DICOMItem) {
        func pair(_ tag: Tag) -> (row: Double, column: Double)? {
            guard let row = item.number(tag, at: 0), let column = item.number(tag, at: 1),
                row > 0.001, row < 100, column > 0.001, column < 100
            else { return nil }
            return (row, column)
        }
        let stated = pair(Tag(0x0028, 0x0030))
        let imager = pair(Tag(0x0018, 0x1164))
        // Pixel Spacing Calibration Type
        let isCalibrated = item.string(Tag(0x0028, 0x0A02)) != nil
        if let stated, isCalibrated || imager.map({ $0 != stated }) == true {
            self.init(row: stated.row, column: stated.column, kind: .calibrated)
        } else if let imager {
            // Estimated Radiographic Magnification Factor
            let factor = item.number(Tag(0x0018, 0x1114)).flatMap { (1...10).contains($0) ? $0 : nil } ?? 1
            self.init(row: imager.row / factor, column: imager.column / factor, kind: .detector)
        } else if let stated {
            self.init(row: stated.row, column: stated.column, kind: .stated)
        } else {
            return nil
        }
    }
}
