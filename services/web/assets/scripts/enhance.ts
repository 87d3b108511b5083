import { Button, ErrorSummary, Header, NotificationBanner, createAll } from 'nhsuk-frontend'
import { followBoard } from './follow-board.ts'
import { submitFiltersOnChange } from './filters.ts'
import { reloadWall } from './reload-wall.ts'

// Every page works without this script; it only saves presses and reloads.
createAll(Header)
createAll(Button)
createAll(ErrorSummary)
createAll(NotificationBanner)
submitFiltersOnChange(document)
followBoard(document)
reloadWall(document)
