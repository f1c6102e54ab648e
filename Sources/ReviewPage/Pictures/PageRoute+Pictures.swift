import Renderings

extension PageRoute {
    /// Pictures of stored images, for users and for clients with a token.
    static let pictures: [PageRoute] = [
        picture(.thumbnail, "a small picture of a frame"),
        picture(.preview, "a picture of a frame, at most 1024 pixels wide or high"),
        picture(.display, "the values of a frame, to be windowed by the page"),
        picture(.description, "facts about the values of a frame: size, windows, spacing, orientation"),
    ]

    private static func picture(_ form: PictureForm, _ summary: String) -> PageRoute {
        PageRoute(
            "GET", "/api/studies/{study}/images/{instance}/{frame}/\(form.rawValue)", .rolesAndTokens(.readers),
            summary, isUse: false,
            .blocking { parts, asked in try PictureService(parts).picture(form, asked) })
    }
}
