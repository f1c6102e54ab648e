import DICOMCore
import Imaging

/// The images of a report as they are displayed, by path; or why one cannot be. Whoever writes a report brings them, because
/// a process that writes reports decodes nothing.
package typealias DisplayedFilms = [String: Result<DisplayedImage, DICOMObjectError>]

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

        /// Reduces the film of a data set.
        ///
        /// - Parameter displayed: the film, or why it cannot be shown; nil if it was not decoded.
        init(_ dataSet: DICOMItem, _ displayed: Result<DisplayedImage, DICOMObjectError>?, named name: String) {
            switch displayed {
            case .success(let displayed):
                let (picture, aspect) = (displayed.picture, dataSet.pixelAspect)
                self.picture = Self.reduced(picture, aspect: aspect)
                ratio = Double(picture.columns) / (Double(picture.rows) * aspect)
                caption =
                    "\(name)as displayed to the model: \(displayed.transformation.applied). Reduced in size, not for "
                    + "diagnosis."
            case .failure(let error): (picture, ratio, caption) = (nil, 1, "\(name)not shown: \(error).")
            case nil: (picture, ratio, caption) = (nil, 1, "\(name)not shown.")
            }
        }

        /// The picture in square pixels, with at most `longestSide` of them along a side.
        private static func reduced(_ image: GrayscaleImage, aspect: Double) -> PageCanvas.Picture? {
            image.shown(aspect: aspect, in: Viewport(columns: longestSide, rows: longestSide)).map {
                PageCanvas.Picture(columns: $0.columns, rows: $0.rows, shades: $0.pixels)
            }
        }
    }
}

extension ReportSource {
    /// The images as films, ordered by series and instance number as the model saw them. With several films, the captions
    /// give view, series and instance number.
    func films() -> [ReportPage.Film] {
        var films: [ReportPage.Film] = []
        let place = { (dataSet: DICOMItem) in
            (dataSet.integer(.seriesNumber) ?? .min, dataSet.integer(.instanceNumber) ?? .min)
        }
        // The order of the data sets, by UID, decides where the numbers are equal.
        let ordered = zip(dataSets, displayed).enumerated().sorted {
            let (first, second) = (place($0.element.0), place($1.element.0))
            return first == second ? $0.offset < $1.offset : first < second
        }
        for (_, (dataSet, displayed)) in ordered {
            let numbers = [("series", Tag.seriesNumber), ("image", Tag.instanceNumber)].compactMap { word, tag in
                dataSet.string(tag).map { "\(word) \($0)" }
            }
            let words = [dataSet.string(.viewPosition)].compactMap { $0 } + numbers
            let name = dataSets.count == 1 || words.isEmpty ? "Film, " : "Film (\(words.joined(separator: ", "))), "
            films.append(ReportPage.Film(dataSet, displayed, named: name))
        }
        return films
    }
}
