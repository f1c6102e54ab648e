package import Imaging

/// A frame for a viewer that applies the window itself, and the picture that the reporter makes of it.
package struct DisplayForm {
    package let description: DisplayDescription
    /// `width * height` values, row by row.
    package let values: [UInt16]
    package let picture: GrayscaleImage
}

extension DICOMFile {
    /// Returns a frame as values and their description. A viewer that follows the description shows the picture of
    /// `displayedFrame`, within one of 256 grays. Throws like `displayedImage`.
    ///
    /// - Parameter number: from 1 on.
    /// - Returns: nil if there is no such frame.
    package func displayForm(_ number: Int = 1, threads: Int) throws(DICOMObjectError) -> DisplayForm? {
        let named = try PixelLayout(dataSet)
        guard (1...named.frames).contains(number) else { return nil }
        let (frame, notices) = try decodedFrame(number, of: named, threads: threads)
        let layout = frame.layout
        let values: [UInt16]
        let pixels: [Float]
        var description: DisplayDescription
        if layout.isGrayscale {
            let pipeline = GrayscalePipeline(dataSet, layout: layout, values: frame.samples)
            let table = GrayscaleTable(pipeline)
            let display = DisplayValues(pipeline)
            pixels = table(frame.samples)
            values = display(frame.samples)
            description = DisplayDescription(
                layout, frames: named.frames, aspect: dataSet.pixelAspect, pipeline, display,
                DisplayTransformation(
                    applied: table.transformation.applied, notices: notices + table.transformation.notices))
        } else {
            pixels = try frame.luminance(of: self)
            values = EightBitImage(GrayscaleImage(rows: layout.rows, columns: layout.columns, pixels: pixels))
                .pixels.map(UInt16.init)
            description = DisplayDescription(
                layout, frames: named.frames, aspect: dataSet.pixelAspect,
                DisplayTransformation(applied: Self.brightnessOfColours, notices: notices))
        }
        description.addAttributes(of: dataSet)
        if frame.process?.isAlwaysLossy == true { description.lossy = true }
        return DisplayForm(
            description: description, values: values,
            picture: GrayscaleImage(rows: layout.rows, columns: layout.columns, pixels: pixels))
    }
}

extension DisplayDescription {
    /// Describes a grayscale frame.
    fileprivate init(
        _ layout: PixelLayout, frames: Int, aspect: Double, _ pipeline: GrayscalePipeline, _ values: DisplayValues,
        _ transformation: DisplayTransformation
    ) {
        var presets: [VOIPreset] = []
        var shown: Int?
        for (index, candidate) in (pipeline.voi?.candidates ?? []).enumerated() {
            guard let transform = try? candidate.transform() else { continue }
            if index == pipeline.voi?.chosen { shown = presets.count }
            presets.append(VOIPreset(transform, name: candidate.explanation.flatMap { Self.plain($0) }))
        }
        // If a modality value is not finite, or the film has no value, the whole frame is black.
        let range = pipeline.voi == nil ? nil : pipeline.film?.range
        presets.append(VOIPreset(.range(range ?? 0...0)))
        self.init(
            width: layout.columns, height: layout.rows, frames: frames, aspect: aspect,
            minimum: values.range.lowerBound, maximum: values.range.upperBound, slope: range == nil ? 0 : values.slope,
            intercept: range == nil ? 0 : values.intercept,
            padding: values.padding.map { [$0.lowerBound, $0.upperBound] },
            inverted: range != nil && pipeline.isInverted, voi: presets, shown: shown ?? presets.count - 1,
            applied: transformation.applied, notices: transformation.notices)
    }

    /// Describes a colour frame, whose values are its brightness in 256 steps.
    fileprivate init(
        _ layout: PixelLayout, frames: Int, aspect: Double, _ transformation: DisplayTransformation
    ) {
        self.init(
            width: layout.columns, height: layout.rows, frames: frames, aspect: aspect, minimum: 0, maximum: 255,
            slope: 1, intercept: 0, padding: nil, inverted: false, voi: [VOIPreset(.range(0...255))], shown: 0,
            applied: transformation.applied, notices: transformation.notices)
    }
}
