/// Where the pixel data of an image is.
package struct PixelDataLocation: Sendable, Equatable {
    /// `nil` in Implicit VR.
    package let vr: VR?
    /// The value; of encapsulated pixel data the fragments and what follows them.
    package let range: Range<Int>
    package let isEncapsulated: Bool
}
