#include "CImageCodecs.h"

#include <stdlib.h>

void ci_picture_free(CIGrayPicture *picture) {
    free(picture->samples);
    picture->samples = NULL;
}

void ci_encoded_free(CIEncodedPicture *picture) {
    free(picture->bytes);
    picture->bytes = NULL;
}
