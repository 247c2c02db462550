import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { useCases } from '#libs/http';
import { RegistersController } from './registers.controller.ts';
import { AppointOfficerHandler } from './use-cases/appoint-officer.ts';
import { ConfirmLaboratoryHandler } from './use-cases/confirm-laboratory.ts';
import { ConfirmSuspensionHandler } from './use-cases/confirm-suspension.ts';
import { EnactInstrumentHandler } from './use-cases/enact-instrument.ts';
import { MoveUnitHandler } from './use-cases/move-unit.ts';
import { PromoteOfficerHandler } from './use-cases/promote-officer.ts';
import { RegisterAgencyHandler } from './use-cases/register-agency.ts';
import { RegisterInstrumentHandler } from './use-cases/register-instrument.ts';
import { RegisterLaboratoryHandler } from './use-cases/register-laboratory.ts';
import { RegisterOfficerHandler } from './use-cases/register-officer.ts';
import { RegisterUnitHandler } from './use-cases/register-unit.ts';
import { RegisterValuerHandler } from './use-cases/register-valuer.ts';
import { ReinstateOfficerHandler } from './use-cases/reinstate-officer.ts';
import { RepealInstrumentHandler } from './use-cases/repeal-instrument.ts';
import { SuspendOfficerHandler } from './use-cases/suspend-officer.ts';
import { TransferOfficerHandler } from './use-cases/transfer-officer.ts';
import { UpdateAgencyDetailsHandler } from './use-cases/update-agency-details.ts';
import { UpdateInstrumentDetailsHandler } from './use-cases/update-instrument-details.ts';
import { UpdateLaboratoryDetailsHandler } from './use-cases/update-laboratory-details.ts';
import { UpdateOfficerDetailsHandler } from './use-cases/update-officer-details.ts';
import { UpdateUnitDetailsHandler } from './use-cases/update-unit-details.ts';
import { UpdateValuerDetailsHandler } from './use-cases/update-valuer-details.ts';

const { controllers, providers } = useCases('Registers', [
  RegisterAgencyHandler,
  UpdateAgencyDetailsHandler,
  RegisterUnitHandler,
  UpdateUnitDetailsHandler,
  MoveUnitHandler,
  RegisterOfficerHandler,
  UpdateOfficerDetailsHandler,
  TransferOfficerHandler,
  PromoteOfficerHandler,
  AppointOfficerHandler,
  SuspendOfficerHandler,
  ConfirmSuspensionHandler,
  ReinstateOfficerHandler,
  RegisterLaboratoryHandler,
  UpdateLaboratoryDetailsHandler,
  ConfirmLaboratoryHandler,
  RegisterValuerHandler,
  UpdateValuerDetailsHandler,
  RegisterInstrumentHandler,
  UpdateInstrumentDetailsHandler,
  EnactInstrumentHandler,
  RepealInstrumentHandler,
]);

/** The registers at the HTTP door: entries made by those who keep them, and read by everybody with a role. */
@Module({ imports: [CqrsModule], controllers: [...controllers, RegistersController], providers })
export class RegistryModule {}
