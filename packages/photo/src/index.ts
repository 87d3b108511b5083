export { cleanPhoto, PHOTO_BYTES_MAX, PHOTOS_MAX, type CleanPhoto, type PhotoRefusal } from './clean-photo.ts'
