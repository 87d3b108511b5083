import type { ClassId } from './fleet-plan.ts'

export interface Model {
  readonly manufacturer: string
  readonly model: string
  readonly supplierId: string
}

/** Shares of the makers in the example fleet; invented. */
const siemens = (model: string): readonly [Model, number] => [{ manufacturer: 'Siemens Healthineers', model, supplierId: 'siemens' }, 35]
const ge = (model: string): readonly [Model, number] => [{ manufacturer: 'GE HealthCare', model, supplierId: 'ge' }, 25]
const canon = (model: string): readonly [Model, number] => [{ manufacturer: 'Canon Medical', model, supplierId: 'canon' }, 18]
const philips = (model: string): readonly [Model, number] => [{ manufacturer: 'Philips', model, supplierId: 'philips' }, 17]
const agfa = (model: string): readonly [Model, number] => [{ manufacturer: 'Agfa', model, supplierId: 'agfa' }, 5]

export const modelsByClass: Readonly<Record<ClassId, readonly (readonly [Model, number])[]>> = {
  ct: [siemens('SOMATOM Force'), ge('Revolution EVO'), canon('Aquilion ONE'), philips('Incisive CT')],
  mri: [siemens('MAGNETOM Aera'), ge('SIGNA Artist'), canon('Vantage Orian'), philips('Ingenia 1.5T')],
  'pet-ct': [siemens('Biograph Vision'), ge('Discovery MI')],
  'nuclear-medicine': [siemens('Symbia Intevo'), ge('NM/CT 870')],
  interventional: [siemens('Artis zee'), ge('Allia IGS'), philips('Azurion 7'), canon('Alphenix')],
  mammography: [siemens('MAMMOMAT Revelation'), ge('Senographe Pristina')],
  'x-ray': [siemens('Ysio Max'), ge('Definium'), philips('DigitalDiagnost'), agfa('DR 600')],
  'mobile-x-ray': [siemens('Mobilett Elara'), ge('Optima XR240'), agfa('DR 100e')],
  ultrasound: [siemens('ACUSON Sequoia'), ge('LOGIQ E10'), canon('Aplio i800'), philips('EPIQ Elite')],
}

/** The 3 tesla magnet of each maker. */
export const threeTeslaModels: Readonly<Record<string, string>> = {
  siemens: 'MAGNETOM Vida',
  ge: 'SIGNA Premier',
  canon: 'Vantage Galan 3T',
  philips: 'Ingenia Elition 3.0T',
}

export const supplierNames: Readonly<Record<string, string>> = {
  siemens: 'Siemens Healthineers',
  ge: 'GE HealthCare',
  canon: 'Canon Medical Systems',
  philips: 'Philips',
  agfa: 'Agfa',
}
