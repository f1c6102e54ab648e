import DICOMCore
import Imaging
import OperatorErrors

extension ReportPage {
    /// A film as a page shows it: as stored, displayed as the model saw it, reduced.
    struct Film {
        /// Limit on the longer side in pixels: enough for a workstation's screen, and a bound on the document's size.
        static let longestSide = 1536

        /// Nil if the image can no longer be read.
        let picture: PageCanvas.Picture?
        /// Width divided by height as it is displayed.
        let ratio: Double
        let caption: String

        /// Reads a film; throws only temporary errors.
        init(_ dataSet: DICOMItem, named name: String) throws(DICOMObjectError) {
            do throws(DICOMObjectError) {
                let displayed = try dataSet.file.displayedImage()
                let (picture, aspect) = (displayed.picture, dataSet.pixelAspect)
                self.picture = Self.reduced(picture, aspect: aspect)
                ratio = Double(picture.columns) / (Double(picture.rows) * aspect)
                caption =
                    "\(name)as displayed to the model: \(displayed.transformation.applied). Reduced in size, not for "
                    + "diagnosis."
            } catch {
                guard error.isPermanent else { throw error }
                picture = nil
                ratio = 1
                caption = "\(name)not shown: \(error)."
            }
        }

        /// The picture in square pixels, with at most `longestSide` of them along a side.
        private static func reduced(_ image: GrayscaleImage, aspect: Double) -> PageCanvas.Picture {
            let (width, height) = (Double(image.columns), Double(image.rows) * aspect)
            let scale = min(1, Double(longestSide) / max(width, height))
            let columns = max(1, Int((width * scale).rounded()))
            let rows = max(1, Int((height * scale).rounded()))
            let pixels = image.resized(rows: rows, columns: columns).pixels
            return PageCanvas.Picture(
                columns: columns, rows: rows,
                // NaN fails the comparisons.
                shades: pixels.map { UInt8(($0 > 0 ? ($0 < 1 ? $0 : 1) : 0) * 255 + 0.5) })
        }
    }
}

extension ReportSource {
    /// The images as films, ordered by series and instance number as the model saw them. With several films, the captions
    /// give view, series and instance number.
    func films() throws(DICOMObjectError) -> [ReportPage.Film] {
        var films: [ReportPage.Film] = []
        let place = { (dataSet: DICOMItem) in
            (dataSet.integer(.seriesNumber) ?? .min, dataSet.integer(.instanceNumber) ?? .min)
        }
        // The order of the data sets, by UID, decides where the numbers are equal.
        let ordered = dataSets.enumerated().sorted {
            let (first, second) = (place($0.element), place($1.element))
            return first == second ? $0.offset < $1.offset : first < second
        }
        for (_, dataSet) in ordered {
            let numbers = [("series", Tag.seriesNumber), ("image", Tag.instanceNumber)].compactMap { word, tag in
                dataSet.string(tag).map { "\(word) \($0)" }
            }
            let words = [dataSet.string(.viewPosition)].compactMap { $0 } + numbers
            let name = dataSets.count == 1 || words.isEmpty ? "Film, " : "Film (\(words.joined(separator: ", "))), "
            films.append(try ReportPage.Film(dataSet, named: name))
        }
        return films
    }
}
