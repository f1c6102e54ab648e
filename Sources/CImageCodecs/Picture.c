#include "CImageCodecs.h"

#include <stdlib.h>

void ci_picture_free(CIGrayPicture *picture) {
    free(picture->samples);
    picture->samples = NULL;
}
